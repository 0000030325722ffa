puts "before"
at_exit { puts "never" }
$stdout.flush
exit! 4
puts "after"
