import numpy as np

print(np.fft.fft(np.arange(8)).round(3), np.fft.rfftfreq(8))
print(np.polyfit([0, 1, 2], [1, 3, 7], 2).round(6), np.polynomial.Polynomial([1, 2, 3])(2), np.roots([1, -3, 2]))
print(np.convolve([1, 2, 3], [0, 1, 0.5]), np.interp(2.5, [1, 2, 3], [3, 2, 0]), np.einsum("ij,jk->ik", np.eye(2), np.ones((2, 2))))
