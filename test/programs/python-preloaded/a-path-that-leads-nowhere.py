import sys

path = sys.path[:]
sys.path[:] = ["/work"]
try:
    import numpy
except ImportError as error:
    print(type(error), error)
sys.path[:] = path
import numpy as np

print(np.arange(3))
sys.path.clear()
import pandas
