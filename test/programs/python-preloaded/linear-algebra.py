import numpy as np

a = np.array([[4.0, 1.0], [2.0, 3.0]])
print(np.linalg.inv(a).round(6), np.linalg.det(a).round(6), np.linalg.eigvals(a).round(6), np.linalg.norm(a))
print(np.linalg.solve(a, [1, 2]).round(6), np.linalg.qr(a)[1].round(6), np.linalg.svd(a)[1].round(6))
print(np.linalg.lstsq(np.vander([1, 2, 3], 2), [1, 3, 5], rcond=None)[0].round(6))
print((np.arange(90_000.0).reshape(300, 300) @ np.ones((300, 300))).sum())
np.linalg.inv(np.zeros((2, 2)))
