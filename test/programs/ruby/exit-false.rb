puts "before"
exit false
puts "after"
