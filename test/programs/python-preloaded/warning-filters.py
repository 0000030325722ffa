import sys
import warnings

import _warnings


def show(what):
    print(what, [(one[0], one[1].pattern if one[1] else None, one[2].__name__) for one in _warnings.filters])


show("at first")
warnings.filterwarnings("ignore", message="mine")
import numpy

show("numpy")
warnings.simplefilter("always", DeprecationWarning)
import pandas

show("pandas")
warnings.warn("mine")
warnings.warn("theirs")
print(sys.warnoptions)
