import io
import sys

sys.stdout = io.StringIO()
print("lost")


class Loud:
    def __del__(self):
        print("printed at exit, to the real stdout")


loud = Loud()
sys.stderr.write(repr(sys.stdout.getvalue()))
