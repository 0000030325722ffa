import atexit
import os

atexit.register(print, "atexit")


class Loud:
    def __del__(self):
        print("del")


loud = Loud()


def work():
    raise KeyboardInterrupt


print("before")
work()
