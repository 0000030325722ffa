import importlib
import sys

import pandas as pd

before = pd.DataFrame
del sys.modules["pandas.io.common"]
import pandas.io.common

print(sys.modules["pandas.io.common"] is pandas.io.common, pd.DataFrame is before)
del sys.modules["numpy"]
try:
    import numpy
except Exception as error:
    print(type(error).__name__, error)
print(importlib.reload(sys.modules["json"]).__name__)
