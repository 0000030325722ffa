import os
import signal
import sys

print("flushed", signal.getsignal(signal.SIGSYS), flush=True)
print("lost unless it goes on")
os.kill(os.getpid(), signal.SIGSYS)
print("went on")
