r, w = IO.pipe
r.close
begin
  w.write("x")
rescue Errno::EPIPE => e
  puts e.message
end
pid = spawn("ruby -e 'loop { puts 1 }' 2>errors | head -n 1")
Process.wait(pid)
puts File.read("errors").include?("EPIPE")
