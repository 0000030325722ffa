import atexit
import os
import sys

atexit.register(print, "atexit")
try:
    raise ValueError("swallowed")
finally:
    sys.exit(4)
