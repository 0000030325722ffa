def x
  1 +
end end
