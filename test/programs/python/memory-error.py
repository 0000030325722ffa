try:
    bytes(1 << 46)
except MemoryError as error:
    print(repr(error))
bytes(1 << 46)
