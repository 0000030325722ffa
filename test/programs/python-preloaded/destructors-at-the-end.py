import numpy as np
import pandas as pd


class Array(np.ndarray):
    def __del__(self):
        if self.base is None:
            print("gone", self.shape)


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, np is not None)


a = np.zeros(3).view(Array).copy()
cycle = Noisy("cycle")
cycle.me = cycle
frame = pd.DataFrame({"o": [Noisy("in a frame")]})
np.hung_here = Noisy("on a module")
objects = np.array([Noisy("in an array")], dtype=object)
keep = Noisy("global")
print("end")
