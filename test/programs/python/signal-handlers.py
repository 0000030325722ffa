import os
import signal
import sys
import time


def handler(number, frame):
    print("handler", signal.Signals(number).name, frame.f_code.co_name, frame.f_lineno)


signal.signal(signal.SIGTERM, handler)
signal.signal(signal.SIGALRM, handler)
os.kill(os.getpid(), signal.SIGTERM)
signal.setitimer(signal.ITIMER_REAL, 0.01)
signal.pause()
signal.alarm(0)
signal.signal(signal.SIGTERM, lambda *args: sys.exit(33))
signal.raise_signal(signal.SIGTERM)
