class Base:
    def __del__(self):
        print("gone:", type(self).__name__)


class Derived(Base, dict):
    pass


class Late:
    pass


derived, late = Derived(), Late()
Late.__del__ = lambda self: print("given one late")
