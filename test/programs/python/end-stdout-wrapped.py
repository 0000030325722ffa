# What the wrapped stream holds back is written when it goes, though nobody flushes it.
import sys


class Tee:
    def __init__(self, to):
        self.to = to

    def write(self, text):
        self.to.write(text.upper())

    def flush(self):
        pass


sys.stdout = Tee(sys.stdout)
print("held back")
