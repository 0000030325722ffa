import numpy as np

print(np.array([1.0, 0.0]) / 0)
print(np.log(-1.0), np.sqrt(np.array([-1.0])))
print(np.int8(127) + np.int8(1))
np.mean([])
for _ in range(3):
    np.array([1.0]) / 0
