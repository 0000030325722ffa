import atexit
import sys

atexit.register(lambda: print("atexit", "__file__" in globals(), sys.last_type.__name__, repr(sys.last_exc)))
hook = sys.excepthook


def excepthook(kind, value, trace):
    print("hook", kind.__name__, "__file__" in globals())
    hook(kind, value, trace)


sys.excepthook = excepthook
raise RuntimeError("seen by all")
