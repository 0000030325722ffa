import warnings

import numpy as np

warnings.simplefilter("error")
np.array([1.0]) / 0
