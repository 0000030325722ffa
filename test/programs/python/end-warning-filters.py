# Whether a scan that was not finished is warned of is up to the filters.
import os, _warnings
_warnings.filters.insert(0, ("always", None, Warning, None, 0)); _warnings._filters_mutated() if hasattr(_warnings, "_filters_mutated") else _warnings._filters_mutated_lock_held()
it = os.scandir("/")
next(it)
print("end")
