import subprocess
import sys

import numpy as np

code = "import numpy, sys; print(numpy.arange(4).sum(), 'random' in sys.modules)"
print(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True), np.arange(3))
print(subprocess.run(["python3", "-c", "import sys; print('numpy' in sys.modules)"], capture_output=True, text=True).stdout)
