import numpy as np

np.random.seed(42)
print(np.random.rand(3), np.random.randint(0, 100, 5), np.random.normal(size=2), np.random.permutation(5))
state = np.random.get_state()
first = np.random.rand()
np.random.set_state(state)
print(first == np.random.rand(), state[0], state[2])
print(np.random.RandomState(7).choice(10, 3, replace=False))
