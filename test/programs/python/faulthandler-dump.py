import faulthandler
import sys

faulthandler.dump_traceback(all_threads=False)


def nested():
    faulthandler.dump_traceback(file=sys.stdout, all_threads=False)


nested()
