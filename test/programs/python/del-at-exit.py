import sys


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, sys.is_finalizing() if sys is not None else "no sys")


class Holder:
    attribute = Loud("class attribute")

    def method(self):
        return Holder


a = Loud("global a")
_b = Loud("global _b")
__c = Loud("global __c")
cycle = Loud("cycle")
cycle.me = cycle
holder = Holder()
holder.value = Loud("instance attribute")
closure = (lambda x: lambda: x)(Loud("closure"))
container = {"k": [Loud("nested")]}


def default(x=Loud("default argument")):
    return x


def generator():
    try:
        yield Loud("in a generator")
    finally:
        print("generator closed")


running = generator()
next(running)
x: Loud("annotation") = 1
print("end of main")
