puts "before"
raise SystemExit.new(9, "why")
puts "after"
