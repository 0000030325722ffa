def down(n):
    if n:
        down(n - 1)
    else:
        raise RuntimeError("bottom")


down(50)
