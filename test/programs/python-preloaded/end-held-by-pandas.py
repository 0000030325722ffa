import os

import pandas as pd

pd.DataFrame.shout = lambda self: print("SHOUT", len(self))
pd.DataFrame({"a": [1]}).shout()
log = os.fdopen(os.dup(1), "w")
log.write("report line\n")
