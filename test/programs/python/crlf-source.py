print("crlf")
x = """a
b"""
print(repr(x))
raise KeyError(x)
