import sys

out, sys.stdout = sys.stdout, None
out.write("written to one that nobody flushes\n")
