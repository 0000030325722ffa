import numpy as np

try:
    np.ones((1_000_000, 1_000_000))
except MemoryError as error:
    print(type(error), error)
np.empty(10**18)
