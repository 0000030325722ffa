import numpy as np
from numpy.random import PCG64, SeedSequence, default_rng

print(default_rng(5).random(3), default_rng(5).integers(0, 9, 4), np.random.Generator(PCG64(1)).normal())
print([default_rng(s).integers(1000) for s in SeedSequence(3).spawn(3)])
print(type(np.random.default_rng().bit_generator).__name__, 0 <= default_rng().random() < 1)
