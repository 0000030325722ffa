import datetime

import numpy as np
import pandas as pd

print(np.datetime64("2024-02-28") + np.arange(3), np.busday_count("2024-01-01", "2024-02-01"))
print(pd.date_range("2024-03-30", periods=3, tz="Europe/Berlin"), pd.Timestamp("2024-01-01", tz="UTC").tz_convert("Asia/Tokyo"))
print(pd.Timedelta("1 days 2:03:04").total_seconds(), pd.to_datetime(["1.2.2024", "13.2.2024"], dayfirst=True))
print(pd.Period("2024Q1").end_time, isinstance(pd.Timestamp(0), datetime.datetime), pd.Timestamp(0).to_pydatetime())
now = pd.Timestamp.now()
print(abs((now - datetime.datetime.now()).total_seconds()) < 5, abs(np.datetime64("now").astype(int) - now.timestamp()) < 90_000)
