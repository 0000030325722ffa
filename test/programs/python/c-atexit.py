import atexit
import ctypes
import sys

libc = ctypes.CDLL(None)
callback = ctypes.CFUNCTYPE(None)(lambda: None)
address = ctypes.cast(libc.puts, ctypes.c_void_p).value
print("address known", bool(address))
atexit.register(print, "python atexit")
libc.printf(b"c text")
sys.exit("message")
