import numpy as np


def add(a, b):
    return a + b


add(np.zeros((2, 3)), np.zeros((4, 5)))
