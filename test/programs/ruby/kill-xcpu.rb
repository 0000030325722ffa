puts "before"
$stdout.flush
at_exit { puts "at_exit" }
Process.kill("XCPU", Process.pid)
sleep 1
puts "after"
