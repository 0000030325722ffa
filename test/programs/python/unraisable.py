import sys


class Bad:
    def __del__(self):
        raise ValueError("unraisable")


def hook(args):
    print("hook", args.exc_type.__name__, args.err_msg, type(args.object).__name__)


Bad()
sys.unraisablehook = hook
Bad()
kept = Bad()
