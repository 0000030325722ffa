File.write("/dev/stdout", "through stdout\n")
File.write("/dev/stderr", "through stderr\n")
IO.for_fd(1, autoclose: false).puts "by number"
puts "plain"
