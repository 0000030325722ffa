import atexit

atexit.register(print, "registered before")
import numpy as np
import pandas as pd

atexit.register(lambda: print("last", np.arange(3).sum(), pd.Series([1, 2]).sum()))
raise SystemExit(3)
