import os
import sys

import numpy as np

sys.stdout.write(str(np.arange(3)))
if os.fork() == 0:
    sys.exit(0)
os.wait()
