puts "before the fork"
$stdout.flush
pid = fork do
  puts "child #{Process.pid != Process.ppid} #{$$ == Process.pid}"
  exit 7
end
Process.wait(pid)
p $?.exitstatus, $?.pid == pid, $$
if (pid = fork)
  Process.wait(pid)
  puts "parent"
else
  puts "other branch"
  exit!(0) if $stdout.flush
end
r, w = IO.pipe
pid = fork { r.close; w.puts rand.class, Thread.list.size; at_exit { w.puts "child at_exit" } }
w.close
puts r.read
Process.wait(pid)
