r, w = IO.pipe
pid = fork { trap("TERM") { puts "child got it"; exit 3 }; w.puts "ready"; sleep }
r.gets
Process.kill("TERM", pid)
p Process.wait2(pid)[1].exitstatus
pid = spawn("sleep 5")
Process.kill("KILL", pid)
Process.wait(pid)
p $?.signaled?, $?.termsig, $?.exitstatus, $?.success?
