import os
import sys


class Late:
    def __del__(self):
        print("into the broken pipe", flush=True)


late = Late()
read, write = os.pipe()
os.dup2(write, 1)
os.close(write)
os.close(read)
print("nobody reads")
sys.stdout.write("x" * 100_000)
