import sys

print("before", end="")
sys.exit(2**31+3)
