def deep():
    raise SystemExit(21)


try:
    deep()
finally:
    print("finally")
