import importlib
import importlib.util
import sys

print(importlib.util.find_spec("numpy").origin, importlib.util.find_spec("pandas").name)
import numpy.linalg as la
from numpy.linalg import norm
from numpy import *

print(la.norm is norm, array([1, 2]), "numpy" in globals())
pd = importlib.import_module("pandas")
print(importlib.import_module(".core.frame", "pandas").DataFrame is pd.DataFrame, __import__("pandas.io.json").__name__)
print(sys.modules["numpy"].__spec__, pd.__file__, pd.__loader__.__class__, pd.__path__)
try:
    from numpy import nothing
except ImportError as error:
    print(error)
try:
    import numpy.nothing
except ImportError as error:
    print(error)
import pandas.nothing
