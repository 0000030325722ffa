import random

import numpy as np

draws = [np.random.rand() for _ in range(5)] + [np.random.default_rng().random() for _ in range(5)]
draws += [random.random() for _ in range(5)]
print(len(set(draws)))
