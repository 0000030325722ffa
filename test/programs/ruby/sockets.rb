require "socket"
server = TCPServer.new("127.0.0.1", 0)
thread = Thread.new { client = server.accept; client.puts client.gets.upcase; client.close }
socket = TCPSocket.new("127.0.0.1", server.addr[1])
socket.puts "hello"
p socket.read
thread.join
a, b = UNIXSocket.pair
a.write "pair"
a.close
p b.read
begin
  TCPSocket.new("192.0.2.1", 80, connect_timeout: 1)
rescue SystemCallError, IO::TimeoutError => e
  puts e.class
end
