import sys


class Refuse:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "numpy":
            raise ImportError(f"no {name} here")


sys.meta_path.insert(0, Refuse)
try:
    import numpy
except ImportError as error:
    print(error)
sys.meta_path.remove(Refuse)
sys.modules["pandas"] = None
import numpy as np

print(np.zeros(2))
import pandas
