import os
import select
import selectors
import socket

a, b = socket.socketpair()
a.send(b"x")
print(select.select([b], [], [], 1)[0] == [b])
poll = select.poll()
poll.register(b, select.POLLIN)
print([event for _, event in poll.poll(1000)])
epoll = select.epoll()
epoll.register(b, select.EPOLLIN)
print([event for _, event in epoll.poll(1)])
print(selectors.DefaultSelector.__name__, a.fileno(), b.fileno(), epoll.fileno())
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
connection, _ = server.accept()
client.sendall(b"tcp")
print(connection.recv(10))
try:
    socket.create_connection(("192.0.2.1", 80), timeout=0.2)
except OSError as error:
    print(error)
try:
    socket.getaddrinfo("example.org", 80)
except OSError as error:
    print(error)
print(socket.gethostname(), os.uname().nodename)
