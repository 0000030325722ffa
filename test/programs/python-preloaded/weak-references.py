import weakref

import numpy as np

a = np.zeros(3)
weakref.finalize(a, print, "array gone")
weakref.finalize(np.ndarray, print, "at the end")
del a
print("deleted")
