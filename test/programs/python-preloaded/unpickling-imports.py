import pickle
import sys

# of numpy.arange(3) and of pandas.Timestamp("2024-01-02"), which nothing has imported yet
print("numpy" in sys.modules, "pandas" in sys.modules)
array = pickle.loads(b"cnumpy\narange\n(I3\ntR.")
print(array, "numpy" in sys.modules, "pandas" in sys.modules)
print(pickle.loads(b"cpandas\nTimestamp\n(V2024-01-02\ntR."), "pandas" in sys.modules)
