import sys

print(len(str(10**4000)), sys.maxsize)
print(int("1" * 5000))
