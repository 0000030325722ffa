import sys


class Reason:
    def __str__(self):
        raise ValueError("no str")


sys.exit(Reason())
