import os
import sys

print("buffered")
os.write(1, b"raw first\n")
sys.stderr.write("err without newline")
print("to err", file=sys.stderr)
sys.stdout.buffer.write(b"\xff\xfe bytes\n")
print("surrogate \udcff kept", file=sys.stderr)
try:
    print("\ud800")
except UnicodeEncodeError as error:
    print(error)
os.system("echo from a shell")
1 / 0
