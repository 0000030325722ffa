import numpy as np
import pandas as pd

pd.DataFrame.hello = lambda self: f"hello {len(self)}"
print(pd.DataFrame({"a": [1, 2]}).hello())


@pd.api.extensions.register_series_accessor("mine")
class Mine:
    def __init__(self, series):
        self.series = series

    def total(self):
        return self.series.sum()


print(pd.Series([1, 2, 3]).mine.total())
np.mean = None
print(np.arange(3).mean())
pd.set_option("display.precision", 2)
print(pd.Series([1 / 3]))
