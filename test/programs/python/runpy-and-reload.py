import importlib
import runpy
import sys

print(sorted(k for k in runpy.run_path("tool.py", run_name="__main__") if not k.startswith("__")))
print(sys.modules["__main__"].__file__, __name__)
import tool
tool.value = "changed"
print(importlib.reload(tool).value, tool.__spec__, tool.__cached__)
print(importlib.util.find_spec("json").origin, importlib.util.find_spec("tool"))
try:
    runpy.run_module("no_such_module")
except ImportError as error:
    print(error)
runpy.run_module("pkg", run_name="__main__", alter_sys=True)
