import os

import numpy as np

print({k: v for k, v in sorted(os.environ.items())}, np.arange(2))
os.system("echo $X; env | sort | grep -c NEURON")
