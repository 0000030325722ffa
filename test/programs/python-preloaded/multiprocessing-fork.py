import multiprocessing

import numpy as np


def draw(n):
    np.random.seed(n)
    return np.random.rand(2).round(4).tolist(), np.arange(n).sum()


if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print(pool.map(draw, range(4)))
