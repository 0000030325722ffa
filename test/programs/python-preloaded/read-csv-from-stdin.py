import sys

import pandas as pd

frame = pd.read_csv(sys.stdin, parse_dates=["day"], index_col="day")
print(frame, frame.dtypes, frame.resample("ME").sum(numeric_only=True), sep="\n")
frame.info()
