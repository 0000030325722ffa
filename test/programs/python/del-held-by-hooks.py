import builtins
import codecs
import os
import signal
import sys
import time
import threading


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        os.write(1, f"del {self.name}\n".encode())


kept = Loud("global")


def handler(*args):
    return kept


signal.signal(signal.SIGTERM, handler)
signal.signal(signal.SIGUSR1, handler)
sys.excepthook = handler
sys.unraisablehook = handler
sys.displayhook = handler
sys.mine = Loud("in sys")
sys.settrace(None)
builtins.mine = Loud("in builtins")
builtins.print = handler
time.sleep = handler
os.mine = Loud("in os")
threading.excepthook = handler
