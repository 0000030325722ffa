import os
import site
import sys

print(sys.path, site.getusersitepackages(), os.path.expanduser("~"), sys.executable)
