$kept = File.open("/dev/stderr", "w")
$kept.write("flushed when the file object went\n")
pid = fork { $other = File.open("other.txt", "w"); $other.write("by a child") }
Process.wait(pid)
puts File.read("other.txt")
