import os
import signal
import sys

print("flushed", signal.getsignal(signal.SIGQUIT), flush=True)
print("lost unless it goes on")
os.kill(os.getpid(), signal.SIGQUIT)
print("went on")
