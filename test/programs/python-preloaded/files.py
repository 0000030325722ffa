import io
import os

import numpy as np

np.save("a.npy", np.arange(6).reshape(2, 3))
np.savez("b.npz", x=np.ones(2), y=np.array(["z"]))
with np.load("b.npz") as archive:
    print(sorted(archive), archive["y"])
print(np.load("a.npy", mmap_mode="r")[1], np.genfromtxt(io.StringIO("1,2\n3,"), delimiter=","))
m = np.memmap("c.bin", dtype=np.int16, mode="w+", shape=(4,))
m[:] = range(4)
m.flush()
print(open("c.bin", "rb").read(), sorted(os.listdir(".")))
np.load("none.npy")
