import os
import signal
import sys

print("flushed", signal.getsignal(signal.SIGPIPE), flush=True)
print("lost unless it goes on")
os.kill(os.getpid(), signal.SIGPIPE)
print("went on")
