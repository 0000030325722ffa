import sys

for i in range(20_000):
    print(i, "x" * 20)
sys.stderr.write("y" * 200_000)
