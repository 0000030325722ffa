import mmap

m = mmap.mmap(-1, 8192)
m[:4] = b"abcd"
print(m[:6], len(m))
with open("data.bin", "wb") as f:
    f.truncate(4096)
with open("data.bin", "r+b") as f, mmap.mmap(f.fileno(), 0) as shared:
    shared[0:3] = b"xyz"
print(open("data.bin", "rb").read(5))
