import numpy as np
import pandas

print(pandas.VALUE, np.arange(3))
