$stdout.binmode
$stdout.write([0, 255, 10, 128].pack("C*"))
p $stdout.external_encoding
