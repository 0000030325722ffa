import tracemalloc
import warnings

warnings.simplefilter("always")
tracemalloc.start()
f = open("/dev/null")
del f
kept = open("/dev/null")
