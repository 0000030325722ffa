import sys

print(ascii(sys.stdin.readline()), ascii(sys.stdin.read()))
