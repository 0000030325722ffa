print "no newline yet"
$stderr.print "errors are not buffered"
sleep 0.01
puts " and the end"
$stdout.flush
p $stdout.sync, $stderr.sync, $stdout.tty?, $stdout.fileno, $stdin.tty?
