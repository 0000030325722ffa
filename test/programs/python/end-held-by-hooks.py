import os
import sys


class Finder:
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None


def hook(path):
    raise ImportError


sys.meta_path.insert(0, Finder)
sys.path_hooks.append(hook)
os.register_at_fork(before=lambda: None)
log = os.fdopen(os.dup(1), "w")
log.write("report line\n")
print("end")
