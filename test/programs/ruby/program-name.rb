p $0, $PROGRAM_NAME, Process.argv0
$0 = "renamed"
p $0, File.read("/proc/self/cmdline").start_with?("renamed")
Process.setproctitle("titled")
p $0, File.read("/proc/self/comm").chomp
alias $program $0
p $program
