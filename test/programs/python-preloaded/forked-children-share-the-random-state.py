import os

import numpy as np

pipe = os.pipe()
if os.fork() == 0:
    os.write(pipe[1], repr(np.random.rand()).encode())
    os._exit(0)
os.wait()
print(os.read(pipe[0], 100).decode() == repr(np.random.rand()))

pipe = os.pipe()
if os.fork() == 0:
    os.write(pipe[1], repr(np.random.rand()).encode())
    os._exit(0)
os.wait()
print(os.read(pipe[0], 100).decode() == repr(np.random.rand()))
