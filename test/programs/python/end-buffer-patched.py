import sys

print("this is seen", flush=True)
sys.stdout.buffer.flush = lambda: None
sys.stderr.buffer.flush = lambda: None
print("held back by the flush of its buffer")
print("the other one", file=sys.stderr)
