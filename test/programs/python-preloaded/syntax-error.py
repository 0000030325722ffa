import numpy as np
print("never"
