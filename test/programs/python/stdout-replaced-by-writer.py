import os
import sys


class Writer:
    closed = False

    def write(self, text):
        os.write(1, b"<" + text.encode() + b">")

    def flush(self):
        os.write(1, b"[flush]")


sys.stdout = Writer()
print("text")
sys.stderr = Writer()
raise ValueError("to the writer")
