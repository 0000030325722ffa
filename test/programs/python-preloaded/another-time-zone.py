import time

import pandas as pd

print(time.tzname, pd.Timestamp(0, unit="s").tz_localize("UTC").tz_convert("Etc/GMT+3"))
