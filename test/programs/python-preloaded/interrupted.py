import os
import signal

import pandas as pd

pd.Series([1, 2]).apply(lambda n: os.kill(os.getpid(), signal.SIGINT))
