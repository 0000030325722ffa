import sys


class Reason:
    def __str__(self):
        print("str called")
        return "the reason"


sys.exit(Reason())
