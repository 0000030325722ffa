import sys

print(sys.argv, sys.orig_argv, sys.path, __file__, sys.path_importer_cache, __loader__)
import beside
print(beside.__file__)
1 / 0
