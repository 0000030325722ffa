import os
import signal
import sys

print("flushed", signal.getsignal(signal.SIGKILL), flush=True)
print("lost unless it goes on")
os.kill(os.getpid(), signal.SIGKILL)
print("went on")
