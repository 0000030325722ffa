import json
from collections import OrderedDict, namedtuple
from decimal import Decimal, getcontext
from fractions import Fraction

import numpy as np
import pandas as pd

print(getcontext().prec, Decimal(1) / 3, np.array([Decimal("1.1"), Fraction(1, 3)]).tolist())
Point = namedtuple("Point", "x y")
print(pd.DataFrame([Point(1, 2), Point(3, 4)]), pd.Series([Decimal(1)]).sum() + Decimal(2))
print(json.dumps({"a": np.arange(2).tolist()}), pd.json_normalize({"a": {"b": 1}}).columns.tolist())
json.dumps(np.int64(1))
