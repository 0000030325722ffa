import ctypes

import numpy as np

a = np.arange(4, dtype=np.int32)
pointer = a.ctypes.data_as(ctypes.POINTER(ctypes.c_int))
pointer[1] = 77
print(a, memoryview(a).format, bytes(a[:2]), np.frombuffer(b"\1\0\2\0", dtype="<i2"))
libc = ctypes.CDLL(None)
libc.atexit.argtypes = [ctypes.c_void_p]
hook = ctypes.CFUNCTYPE(None)(lambda: None)
print(libc.abs(-5))
libc.puts(b"buffered by C")
