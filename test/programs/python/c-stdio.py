import ctypes

libc = ctypes.CDLL(None)
print("python first")
libc.printf(b"c stdio, flushed at exit %d\n", 42)
libc.puts(b"second")
