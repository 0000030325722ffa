p gets
system("cat")
puts `wc -c < /dev/null`.strip
pid = spawn("tr a-z A-Z", in: "in.txt")
Process.wait(pid)
