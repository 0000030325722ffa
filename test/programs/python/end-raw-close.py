import os
import sys
sys.stdout.buffer.raw.close = lambda w=os.write: w(2, b"closed raw\n")
sys.stderr.buffer.raw.close = lambda w=os.write: w(1, b"closed the other raw\n")
print("end")
