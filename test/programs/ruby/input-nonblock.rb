2.times do
  p IO.select([$stdin], nil, nil, 5).map(&:size)
  p $stdin.read_nonblock(100)
rescue EOFError => e
  puts e.message
end
