import sys

seen = set(sys.modules)
import pandas.api.types as types

print(sorted(set(sys.modules) - seen))
print(types.is_list_like([]), [name for name in ("numpy", "pandas") if name in globals()])
