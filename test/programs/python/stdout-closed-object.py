import sys

sys.stdout.close()
try:
    print("x")
except ValueError as error:
    print(error, file=sys.stderr)
