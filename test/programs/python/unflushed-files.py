import os

global_file = os.fdopen(os.dup(1), "w")
global_file.write("global\n")
binary = open(os.dup(1), "wb")
binary.write(b"binary\n")


def local():
    f = open(os.dup(1), "w")
    f.write("local\n")


local()


class Keeper:
    file = open(os.dup(1), "w")
    file.write("class attribute\n")


cycle = []
cycle.append((cycle, open(os.dup(1), "w")))
cycle[0][1].write("cycle\n")
del cycle
