import os
import sys

os.close(2)
sys.stderr.write("x")
raise ValueError("nobody sees")
