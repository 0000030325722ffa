import atexit
import sys


def hook(kind, value, trace):
    print("hook", value)
    sys.exit(17)


class Loud:
    def __del__(self):
        print("freed", self.name)


loud = Loud()
loud.name = "global"
sys.excepthook = hook
atexit.register(print, "atexit")
raise ValueError("x")
