import atexit
import os
import sys

atexit.register(lambda: print("atexit in", "child" if child else "parent", flush=True))


class Loud:
    def __del__(self):
        print("del in", "child" if child else "parent")


loud = Loud()
sys.stdout.flush()
child = os.fork() == 0
if child:
    print("child sees", __name__, __file__)
else:
    print("child ended with", os.waitstatus_to_exitcode(os.wait()[1]))
