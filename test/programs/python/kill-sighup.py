import os
import signal
import sys

print("flushed", signal.getsignal(signal.SIGHUP), flush=True)
print("lost unless it goes on")
os.kill(os.getpid(), signal.SIGHUP)
print("went on")
