puts "before"
exit 7
puts "after"
