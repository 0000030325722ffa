import sys

seen = set(sys.modules)
print(sorted(seen))


def news(what):
    global seen
    print(what, sorted(set(sys.modules) - seen))
    seen = set(sys.modules)


import random

news("random")
import datetime

news("datetime")
import numpy

news("numpy")
numpy.random
news("numpy.random")
from decimal import Decimal

news("decimal")
import pandas

news("pandas")
