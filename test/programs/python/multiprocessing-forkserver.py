import multiprocessing as mp
import os
import sys

print("imported as", __name__, flush=True)


def child(queue):
    queue.put((__name__, __file__, sys.argv, sys.path[0], mp.current_process().name))


def double(n):
    return n * 2


if __name__ == "__main__":
    context = mp.get_context("forkserver")
    queue = context.Queue()
    p = context.Process(target=child, args=(queue,))
    p.start()
    print(queue.get())
    p.join()
    print(p.exitcode)
    with context.Pool(1) as pool:
        print(pool.map(double, range(5)))
    print("done")
