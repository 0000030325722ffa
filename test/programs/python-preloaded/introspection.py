import inspect
import sys

import numpy as np
import pandas as pd

print(len(inspect.getsource(np.average)) > 100, inspect.signature(pd.merge), inspect.getmodule(np.mean))
print(sys.argv, __file__, __name__, __spec__, sys.flags, sorted(vars()))
print(pd.DataFrame.__doc__[:60], np.ndarray.__mro__, np.__version__, pd.__version__)
print(sys._getframe().f_code.co_filename, type(sys.modules), sys.meta_path, sys.path_hooks)
