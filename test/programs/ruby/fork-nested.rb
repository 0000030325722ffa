pid = fork { pid = fork { puts "grandchild"; exit 2 }; Process.wait(pid); exit $?.exitstatus + 1 }
Process.wait(pid)
p $?.exitstatus
detached = Process.detach(fork { exit 5 })
p detached.value.exitstatus
p Process.clock_gettime(Process::CLOCK_MONOTONIC).class
