import sys
import types


class Fancy(types.ModuleType):
    def __del__(self):
        print("module freed", flush=True)


sys.modules["fancy"] = Fancy("fancy")
sys.modules["odd"] = {"not": "a module"}
import fancy
import odd
print(fancy, odd)
sys.modules["__main__"] = types.ModuleType("__main__")
print(__name__, sys.modules["__main__"].__dict__.get("__file__"))
value = type("Loud", (), {"__del__": lambda self: print("value freed", flush=True)})()
