import ctypes
import faulthandler

print(faulthandler.is_enabled())
faulthandler.enable()


def crash():
    ctypes.string_at(0)


crash()
