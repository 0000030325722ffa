# Nothing that the collector tracks, but for its class.
class Small:
    __slots__ = ()

    def __del__(self):
        print("small one gone")


kept = Small()
