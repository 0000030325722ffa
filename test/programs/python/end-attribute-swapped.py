import os
import sys
sys.stdout.mode = lambda: 1
del sys.stdout.mode
sys.stdout.close = lambda w=os.write: w(2, b"closed stdout\n")
print("end")
