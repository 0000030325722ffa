import numpy as np

print(np.VALUE, np.__file__)
import pandas
