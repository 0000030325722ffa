import random

print(random.__file__)
import numpy as np

print(np.random.rand)
