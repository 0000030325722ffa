puts "before"
abort "giving up"
puts "after"
