import multiprocessing

import numpy as np


def double(array):
    return array * 2


if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(pool.map(double, [np.arange(3), np.ones(2)]))
