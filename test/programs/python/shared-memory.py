from multiprocessing import shared_memory, resource_tracker

memory = shared_memory.SharedMemory(create=True, size=4096, name="mine")
memory.buf[:5] = b"hello"
other = shared_memory.SharedMemory(name="mine")
print(bytes(other.buf[:5]), other.size)
other.close()
memory.close()
memory.unlink()
leaked = shared_memory.SharedMemory(create=True, size=10, name="leaked")
