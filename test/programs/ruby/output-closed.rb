puts "before"
$stdout.close
begin
  puts "after"
rescue IOError => e
  warn e.message
end
