import __main__
import sys

print(dir())
print(list(globals()))
print(__name__, __file__, __loader__, __spec__, __cached__, __package__, __doc__, __annotations__, __builtins__)
print(__main__ is sys.modules["__main__"], vars(__main__) is globals(), repr(__main__), type(__main__))
print(__loader__.name, __loader__.path, __loader__.get_source("__main__")[:15], __loader__.is_package("__main__"))
count: int = 3
print(__annotations__)
print(sys._getframe().f_globals is globals(), sys._getframe().f_locals is globals(), sys._getframe().f_builtins is vars(__builtins__))
print(sys._getframe().f_code.co_filename, sys._getframe().f_code.co_name, sys._getframe().f_code.co_flags)
print(__import__("os").getcwd())
