import sys

sys.stdout = open("/dev/stderr", "w")
sys.stdin = open("input.txt")
print("read", input())
print(sys.stdin.read())
