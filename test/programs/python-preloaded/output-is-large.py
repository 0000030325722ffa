import numpy as np

np.savetxt("/dev/stdout", np.arange(60_000).reshape(-1, 6), fmt="%d")
print(np.arange(100_000).sum())
