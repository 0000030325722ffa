import atexit
import sys


@atexit.register
def first():
    print("registered first, runs last", __name__, "__file__" in globals(), "__cached__" in globals())
    print(sys.is_finalizing())


def fail(n):
    raise ValueError(f"in atexit {n}")


atexit.register(fail, 1)
atexit.register(fail, n=2)
atexit.register(print, "plain", file=sys.stderr)


def leave():
    sys.exit(9)


atexit.register(leave)


def nested():
    print("registers another")
    atexit.register(print, "registered while exiting")


atexit.register(nested)
print(atexit._ncallbacks())
