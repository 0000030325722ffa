def a(n)
  if n > 1
    :big
  else
    :small
  end
end
a(2)
