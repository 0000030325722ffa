import numpy as np

try:
    np.array([1, "x", None]).sum() + 1
except TypeError as error:
    print(type(error), error)
np.zeros(3).reshape(2, 2)
