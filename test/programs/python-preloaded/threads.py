import os
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np

print(os.listdir("/proc/self/task") == [str(threading.main_thread().native_id)], threading.active_count())
with ThreadPoolExecutor(4) as pool:
    print(list(pool.map(lambda n: float(np.ones((n, n)).sum()), range(50, 250, 50))))
(np.ones((200, 200)) @ np.ones((200, 200))).sum()
print(threading.get_native_id() == os.getpid(), os.process_cpu_count() == len(os.sched_getaffinity(0)))
