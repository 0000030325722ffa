import os

os.mkdir("lib")
for name in ("numpy.py", "pandas.py"):
    with open(name, "w") as file:
        print(f"print('own', __name__)", file=file)
import numpy
import pandas

print(numpy.__file__, hasattr(numpy, "array"))
