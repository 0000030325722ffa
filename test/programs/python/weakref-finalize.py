import weakref


class Thing:
    pass


def gone(name):
    print("finalized", name)


alive, dead = Thing(), Thing()
weakref.finalize(alive, gone, "alive at exit")
weakref.finalize(dead, gone, "dead before")
quiet = weakref.finalize(alive, gone, "not at exit")
quiet.atexit = False
reference = weakref.ref(alive, lambda r: print("weakref callback"))
del dead
print("end")
