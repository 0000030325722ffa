import numpy as np

print(np.VALUE)
