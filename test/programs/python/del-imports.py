import os
import sys


class Late:
    def __del__(self):
        try:
            import colorsys
            print("imported", colorsys.__name__)
        except BaseException as error:
            print(type(error).__name__, error)
        print(sys.meta_path, sys.path, sys.argv, os.name, sys.modules.get("os", "gone"), print.__name__, len.__module__)


late = Late()
