import os


class Loud:
    def __del__(self):
        os.write(1, b"freed\n")


def fail():
    loud = Loud()
    raise ValueError("keeps its frame alive")


fail()
