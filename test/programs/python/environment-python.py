import os
import sys

print(sys.flags, sys.path, sys.stdout.encoding, sys.stdout.write_through, hash("fixed seed"), sys.warnoptions)
print(dict(os.environ))
import extra
print(extra.__file__)
