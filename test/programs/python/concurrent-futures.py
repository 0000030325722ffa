import concurrent.futures as futures
import time


def work(n):
    if n == 3:
        raise ValueError(n)
    return n * 10


if __name__ == "__main__":
    with futures.ThreadPoolExecutor(3) as pool:
        print(list(pool.map(work, [1, 2, 4])))
        print(repr(pool.submit(work, 3).exception()))
    with futures.ProcessPoolExecutor(2) as pool:
        print(list(pool.map(work, [1, 2, 4])))
        try:
            pool.submit(work, 3).result()
        except ValueError as error:
            print(error, type(error.__cause__).__name__)
    pool = futures.ThreadPoolExecutor(1)
    pool.submit(lambda: (time.sleep(0.02), print("finished after main")))
    print("main ends")
