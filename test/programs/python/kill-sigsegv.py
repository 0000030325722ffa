import os
import signal
import sys

print("flushed", signal.getsignal(signal.SIGSEGV), flush=True)
print("lost unless it goes on")
os.kill(os.getpid(), signal.SIGSEGV)
print("went on")
