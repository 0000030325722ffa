import os
import signal
import sys

print("flushed", signal.getsignal(signal.SIGTERM), flush=True)
print("lost unless it goes on")
os.kill(os.getpid(), signal.SIGTERM)
print("went on")
