import os
import sys

import random
import sibling
from package import thing
from package.sub.deep import VALUE

print(sibling.__file__, sibling.caller(), thing, VALUE, random.MINE)
print(sorted(os.listdir(".")), sorted(os.listdir("__pycache__")))
print(open("data.txt").read(), open(os.path.join(os.path.dirname(__file__), "data.txt")).read())
print(sibling.__loader__, sibling.__spec__, sys.path_importer_cache)
import broken
