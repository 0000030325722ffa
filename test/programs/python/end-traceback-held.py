class Telling:
    def __del__(self):
        print("the frame's own is gone")


def fail():
    own = Telling()
    raise ValueError(f"with {type(own).__name__}")


fail()
