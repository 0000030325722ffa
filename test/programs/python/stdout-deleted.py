import sys

del sys.stdout
del sys.stderr
raise ValueError("where does it go")
