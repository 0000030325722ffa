import numpy as np

a = np.arange(24).reshape(2, 3, 4)
print(a)
print(a.sum(axis=1), a.mean(), a.std(), a.T.shape, a[..., ::2], sep="\n")
print(a[a % 5 == 0], np.where(a > 20), np.unique(a % 7, return_counts=True))
print(np.concatenate([a, a]).shape, np.stack([a, a]).shape, np.vsplit(a, 2)[1].tolist())
b = np.array([1, 2, 3], dtype=np.int8)
b += 100
print(b, b.dtype, (b + 1000).dtype, b.astype(float) / 3)
