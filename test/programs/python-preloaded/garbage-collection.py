import gc

import numpy as np
import pandas as pd


class Node:
    pass


n = Node()
n.array, n.me = np.ones(10), n
del n
print(gc.collect() > 0, gc.isenabled(), gc.get_threshold(), gc.garbage)
gc.disable()
for _ in range(100):
    pd.DataFrame({"a": [1]})
gc.enable()
print(gc.collect() >= 0)
