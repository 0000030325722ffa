try:
    quit("bye")
finally:
    import sys
    print(sys.stdin.closed)
