import os
import signal
import sys

output = os.fdopen(os.dup(1), "w", 1 << 16)
output.write("buffered output of a judged program\n")


def handler(signum, frame):
    output.flush()


signal.signal(signal.SIGTERM, handler)
sys.setrecursionlimit(10_000)
input = sys.stdin.readline
