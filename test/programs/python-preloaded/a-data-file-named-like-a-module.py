import numpy as np

print(np.loadtxt("random.txt"), "random" in __import__("sys").modules)
