Process.setrlimit(:AS, 1 << 30)
begin
  "x" * (1 << 31)
rescue NoMemoryError => e
  puts e.message
end
begin
  "x" * (1 << 62)
rescue ArgumentError => e
  puts e.message
end
[0] * (1 << 28)
