at_exit { fork { sleep 0.05; puts File.read("kept.txt"); $stdout.flush; exit! }; sleep 0 }
$kept = File.open("kept.txt", "w")
$kept.write("flushed when the file object went")
pid = fork { $other = File.open("other.txt", "w"); $other.write("by a child") }
Process.wait(pid)
puts File.read("other.txt")
