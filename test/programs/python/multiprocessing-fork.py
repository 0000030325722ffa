import multiprocessing as mp
import os
import sys


def square(n):
    return n * n


def child(queue, pipe):
    queue.put((mp.current_process().name, os.getppid() == mp.parent_process().pid, __name__))
    pipe.send([__file__, sys.argv])
    sys.exit(4)


if __name__ == "__main__":
    print(mp.get_all_start_methods(), mp.get_start_method(), mp.current_process().name)
    context = mp.get_context("fork")
    queue = context.Queue()
    here, there = context.Pipe()
    p = context.Process(target=child, args=(queue, there))
    p.start()
    print(queue.get(), here.recv())
    p.join()
    print(p.exitcode)
    with context.Pool(2) as pool:
        print(pool.map(square, range(10)), pool.apply_async(square, (7,)).get())
    with context.Manager() as manager:
        shared = manager.dict(a=1)
        shared["b"] = manager.list([2])
        print(dict(shared)["a"], shared["b"][:])
    value = context.Value("i", 5)
    with value.get_lock():
        value.value += 1
    print(value.value)
    failing = context.Process(target=square, args=("x",), name="failing")
    failing.start()
    failing.join()
    print(failing.exitcode)
