awake = false
trap("USR1") { puts "woken"; awake = true }
Thread.new { sleep 0.02; Process.kill("USR1", $$) }
sleep 0.05 until awake
puts "went on"
