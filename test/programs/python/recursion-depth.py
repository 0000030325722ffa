import sys

depth = 0


def down():
    global depth
    depth += 1
    down()


try:
    down()
except RecursionError as error:
    print(depth, error)
sys.setrecursionlimit(500)
depth = 0
try:
    down()
except RecursionError as error:
    print(depth, error)
try:
    sys.setrecursionlimit(1)
except RecursionError as error:
    print(error)
print(sys.getrecursionlimit())
down()
