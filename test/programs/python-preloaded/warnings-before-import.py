import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    import numpy as np

    np.array([1.0]) / 0
    print([(str(one.message), one.category.__name__, one.lineno) for one in caught])
print(len(warnings.filters))
