puts "before"
exit(true)
puts "after"
