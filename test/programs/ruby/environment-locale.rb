p Encoding.default_external, Encoding.find("locale"), Encoding.find("filesystem"), "x".encoding, ARGV[0].encoding, ENV["LANG"].encoding
p $stdin.external_encoding, $stdin.read.encoding
