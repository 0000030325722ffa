def numbers():
    try:
        yield 1
        yield 2
    finally:
        print("closed")


open_one = numbers()
print(next(open_one))
