import threading

found = []


def work(n):
    import numpy as np
    import pandas as pd

    found.append((n, np.arange(n).sum(), pd.Series(range(n)).sum()))


threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted((n, int(a), int(b)) for n, a, b in found))
