import os
import signal
import sys

print("flushed", signal.getsignal(signal.SIGALRM), flush=True)
print("lost unless it goes on")
os.kill(os.getpid(), signal.SIGALRM)
print("went on")
