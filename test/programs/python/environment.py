import os
import subprocess
import sys

print(dict(os.environ))
print(os.environb)
print(os.getenv("GREETING"), os.getenv("MISSING"), os.environ.get("HOME"), os.path.expanduser("~"))
os.environ["ADDED"] = "by the program"
os.putenv("PUT", "behind its back")
del os.environ["GREETING"]
print(subprocess.run(["env"], capture_output=True, text=True).stdout)
import posix
print(posix.environ)
import ctypes
libc = ctypes.CDLL(None)
libc.getenv.restype = ctypes.c_char_p
print(libc.getenv(b"EMPTY"), libc.getenv(b"SPACED"), libc.getenv(b"LD_PRELOAD"), libc.getenv(b"NEURON_ZYGOTE"))
import importlib
importlib.reload(os)
print(os.environ)
print(subprocess.run([sys.executable, "-c", "import os; print(dict(os.environ))"], capture_output=True, text=True).stdout)
