import sys

print(sys.argv, sys.orig_argv, sys.path, __file__, sys.path_importer_cache)


def fail():
    raise ValueError(__file__)


fail()
