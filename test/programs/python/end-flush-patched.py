import sys

print("this is seen", flush=True)
sys.stdout.flush = lambda: None
print("held back by its own flush")
