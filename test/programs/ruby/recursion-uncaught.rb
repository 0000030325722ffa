def endless(n)
  endless(n + 1)
end
endless(0)
