$DEBUG = true
begin
  raise "seen in debug mode"
rescue
  puts "rescued"
end
$DEBUG = false
