# Each of a standard stream is closed at the end, by whatever its own `close` is by then.
import os
import sys
sys.stdin.close = lambda w=os.write: w(1, b"closed stdin\n")
print("end")
