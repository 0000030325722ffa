"""Draws the Mandelbrot set into a PNG, with numpy and the standard library."""

import struct
import zlib

import numpy as np

WIDTH, HEIGHT, STEPS = 640, 400, 80

x = np.linspace(-2.3, 0.9, WIDTH)
y = np.linspace(-1.0, 1.0, HEIGHT)
c = x + 1j * y[:, None]
z = np.zeros_like(c)
steps = np.zeros(c.shape)
inside = np.ones(c.shape, dtype=bool)

for _ in range(STEPS):
    z[inside] = z[inside] ** 2 + c[inside]
    inside &= abs(z) < 2
    steps[inside] += 1

t = steps / STEPS
colours = np.stack([255 * t**0.4, 255 * t**0.8, 90 + 120 * t**0.3], axis=-1).astype(np.uint8)
colours[inside] = (16, 18, 28)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + row.tobytes() for row in colours)
with open("mandelbrot.png", "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n")
    file.write(chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)))
    file.write(chunk(b"IDAT", zlib.compress(rows, 6)))
    file.write(chunk(b"IEND", b""))

print(f"{WIDTH} x {HEIGHT} points, {inside.mean():.1%} of them inside")
