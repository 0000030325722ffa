import os
import sys

import numpy

print(os.environ["PYTHONWARNINGS"], sys.warnoptions)
numpy.array([1.0]) / 0
