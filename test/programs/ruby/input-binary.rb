data = $stdin.binmode.read
p data.encoding, data.bytes
