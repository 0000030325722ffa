import numpy as np
import pandas as pd

try:
    np.array([1, 2]) @ np.array([1, 2, 3])
except ValueError as error:
    pd.to_datetime("nonsense")
