import os
import signal
import sys

print("flushed", signal.getsignal(signal.SIGXCPU), flush=True)
print("lost unless it goes on")
os.kill(os.getpid(), signal.SIGXCPU)
print("went on")
