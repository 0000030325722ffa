x = "a
b"
p x
puts <<~TEXT
  one
  two
TEXT
puts __LINE__
