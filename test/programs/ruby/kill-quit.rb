puts "before"
$stdout.flush
at_exit { puts "at_exit" }
Process.kill("QUIT", Process.pid)
sleep 1
puts "after"
