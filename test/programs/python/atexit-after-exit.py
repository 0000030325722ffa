import atexit
import sys

atexit.register(lambda: print("file still there:", __file__, __cached__))
sys.exit(5)
