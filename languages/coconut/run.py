"""Runs what a Coconut file was compiled to, which is beside it: python3 run.py <main.coco> <its arguments>."""

import os
import runpy
import sys

del sys.argv[0]
sys.argv[0] = os.path.splitext(sys.argv[0])[0] + ".py"
sys.path[0] = os.path.dirname(os.path.abspath(sys.argv[0]))
runpy.run_path(sys.argv[0], run_name="__main__")
