text = $stdin.read
p text.size, text.bytesize, text.encoding, text.valid_encoding?, $stdin.read, $stdin.eof?, $stdin.gets
