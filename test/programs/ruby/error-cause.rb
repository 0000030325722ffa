def parse(text)
  Integer(text)
rescue ArgumentError => e
  raise RuntimeError, "could not parse\nin two lines"
end
parse("x1")
