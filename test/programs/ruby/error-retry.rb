attempts = 0
begin
  attempts += 1
  raise "again" if attempts < 3
  puts attempts
rescue
  retry
else
  puts "else"
ensure
  puts "ensure"
end
p $!, $@
