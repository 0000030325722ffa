import sys
import threading

sys.setrecursionlimit(200_000)


def down(n):
    return n and down(n - 1) + 1


print(down(100_000))
threading.stack_size(64 * 1024 * 1024)
thread = threading.Thread(target=lambda: print(down(150_000)))
thread.start()
thread.join()
print(sorted(range(1000), key=lambda x: down(100))[:3])
