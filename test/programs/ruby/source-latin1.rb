# coding: iso-8859-1
word = "grüße"
p word.encoding, word.bytes, word.encode("UTF-8")
$stdout.binmode.write(word, "\n")
p __ENCODING__
