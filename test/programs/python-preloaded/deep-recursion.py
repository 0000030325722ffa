import sys

import numpy as np


def down(n):
    return np.add(down(n + 1), 1)


print(sys.getrecursionlimit())
try:
    down(0)
except RecursionError as error:
    print(error)
down(0)
