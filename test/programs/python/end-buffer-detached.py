import sys

buffer = sys.stdout.detach()
buffer.write(b"written to what was below\n")
