begin
  exit 3
rescue SystemExit => e
  p e.status, e.success?, e.message
end
begin
  abort "said"
rescue SystemExit => e
  p e.status, e.message
ensure
  puts "ensured"
end
catch(:done) { throw :done }
begin
  throw :nobody
rescue UncaughtThrowError => e
  puts e.message
end
def m
  return 1
ensure
  puts "left"
end
p m
return
puts "never"
