trap("USR1") { puts "woken" }
main = Thread.current
Thread.new { sleep 0.02; Process.kill("USR1", $$); sleep 0.02; main.wakeup }
sleep
puts "went on"
