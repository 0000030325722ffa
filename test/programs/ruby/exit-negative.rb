puts "before"
exit(-1)
puts "after"
