puts "before"
Process.exit(3)
puts "after"
