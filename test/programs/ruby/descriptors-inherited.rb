r, w = IO.pipe
pid = spawn("echo by number >&7", 7 => w)
w.close
Process.wait pid
p r.read
file = File.open("x.txt", "w+")
file.close_on_exec = false
system("ls /proc/self/fd | wc -l") && puts(file.fileno > 2)
p IO.sysopen("x.txt").class
