puts "before"
begin
  raise "first"
rescue
  abort
end
puts "after"
