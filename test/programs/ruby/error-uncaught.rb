def outer(n)
  inner(n) { |x| x.undefined_thing }
end

def inner(n)
  yield n
end

outer(5)
