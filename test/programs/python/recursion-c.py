import json

nested = []
for _ in range(100_000):
    nested = [nested]
for action in (repr, json.dumps, lambda x: x == x[0], lambda x: compile("(" * 300 + ")" * 300, "x", "eval")):
    try:
        action(nested)
        print("fine")
    except (RecursionError, SyntaxError, MemoryError) as error:
        print(type(error).__name__, error)
depth = 0


class Deep:
    def __repr__(self):
        global depth
        depth += 1
        return repr(self)


try:
    Deep().__repr__()
except RecursionError as error:
    print(depth, error)
while nested:
    nested = nested.pop()
