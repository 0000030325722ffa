begin
  p $stdin.read_nonblock(100)
  p $stdin.read_nonblock(100)
rescue EOFError, IO::WaitReadable => e
  puts e.class
end
p IO.select([$stdin], nil, nil, 1).map(&:size)
