import io
import os
import sys

mine = io.TextIOWrapper(io.BufferedWriter(io.FileIO(os.dup(1), "w")))
print("first", flush=True)
mine.write("second, by one that was never closed\n")
