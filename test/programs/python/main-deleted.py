import atexit
import sys

atexit.register(lambda: print("still runs"))
del sys.modules["__main__"]
1 / 0
