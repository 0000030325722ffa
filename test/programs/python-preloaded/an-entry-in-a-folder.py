import sys

import numpy as np
from helper import double

print(double(np.arange(3)), sys.path[0], __file__)
