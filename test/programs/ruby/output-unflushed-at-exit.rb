$stdout.write("x" * 70_000)
File.open("out.txt", "w") { |f| f.write("closed") }
kept = File.open("kept.txt", "w")
kept.write("flushed at the end")
at_exit { print File.read("out.txt"), File.size("kept.txt") }
