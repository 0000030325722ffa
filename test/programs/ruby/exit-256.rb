puts "before"
exit 256
puts "after"
