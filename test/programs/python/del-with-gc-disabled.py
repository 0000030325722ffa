import gc

gc.disable()


class Loud:
    def __del__(self):
        print("del", self.name)


for name in ("one", "two"):
    loud = Loud()
    loud.name = name
    loud.me = loud
del loud
unflushed = open("/dev/stdout", "w")
unflushed.write("from an unflushed file in a cycle\n")
cycle = [unflushed]
cycle.append(cycle)
del unflushed, cycle
