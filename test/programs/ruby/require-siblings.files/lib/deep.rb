module Deep
  FILE = __FILE__
end
