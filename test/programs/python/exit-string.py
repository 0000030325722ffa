import sys

print("before", end="")
sys.exit('wörds to stderr')
