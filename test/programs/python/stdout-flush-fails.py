import sys


class Writer:
    def write(self, text):
        return len(text)

    def flush(self):
        raise OSError("cannot flush")


sys.stdout = Writer()
print("text")
