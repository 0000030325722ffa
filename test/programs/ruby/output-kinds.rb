print "print", 1, nil, :sym, "\n"
puts [1, [2, [nil, 3]]], nil, true, []
p
p 1, "two"
pp({ a: { b: [1, 2, 3] * 20 } })
printf("%05.2f|%-5s|%+d|%x|%e\n", 3.14159, "ab", 5, 255, 12345.678)
$stdout << "chained " << 1 << "\n"
$stdout.write("several ", :things, 1, "\n")
putc "c"
putc 10
display
puts
$stdout.puts "%s and %p" % ["x", "x"]
STDOUT.syswrite("sys\n")
$, = nil
$stderr.puts "to stderr"
warn "warned", "twice"
STDERR.print "err\n"
