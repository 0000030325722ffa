# no coding here
word = "grüße"
p word.encoding, word.valid_encoding?, word.bytes.sum
p word
