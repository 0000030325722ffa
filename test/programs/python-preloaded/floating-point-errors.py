import numpy as np

print(np.geterr())
np.seterr(all="raise")
try:
    np.array([1.0]) / 0
except FloatingPointError as error:
    print(error)
with np.errstate(divide="ignore"):
    print(np.array([1.0]) / 0)
np.float64(1e308) * 10
