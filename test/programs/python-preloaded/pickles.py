import copy
import pickle
import sys

import numpy as np

data = {"a": np.arange(3), "t": np.datetime64("2024-01-02"), "r": np.random.RandomState(1)}
again = pickle.loads(pickle.dumps(data))
print(again["a"], again["t"], again["r"].rand(), copy.deepcopy(data["a"]) is not data["a"])
import pandas as pd

frame = pd.DataFrame({"x": [1, 2], "y": ["a", None]})
print(pickle.loads(pickle.dumps(frame)).equals(frame), "pandas.core.frame" in sys.modules)
