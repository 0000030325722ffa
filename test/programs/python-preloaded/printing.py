import numpy as np

print(np.linspace(0, 1, 7), repr(np.array([1.5, np.nan, np.inf])), np.array(["a", "bb"]), np.float64(0.1), repr(np.float32(0.1)))
print(np.eye(2000))
np.set_printoptions(precision=2, suppress=True, linewidth=60, threshold=5)
print(np.arange(100) / 7)
with np.printoptions(formatter={"int": "<{}>".format}):
    print(np.arange(3))
print(np.array([1 + 2j, -1e-20j]), np.array([True, False]), np.array([None, {}], dtype=object))
print(f"{np.float64(2) / 3:.3f} {np.int64(7):05d}")
