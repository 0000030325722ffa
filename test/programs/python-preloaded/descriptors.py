import os

import numpy as np
import pandas as pd

print(sorted(os.listdir("/proc/self/fd"))[:-1], np.arange(2), pd.Series([1]).sum())
print(os.umask(0), os.getcwd(), sorted(os.listdir(".")))
