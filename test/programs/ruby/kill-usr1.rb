puts "before"
$stdout.flush
at_exit { puts "at_exit" }
Process.kill("USR1", Process.pid)
sleep 1
puts "after"
