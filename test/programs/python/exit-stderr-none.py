import sys

sys.stderr = None
sys.exit("to the C stderr")
