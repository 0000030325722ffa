def inner(values):
    return values["missing"][0] + sum(x for x in values)


def outer():
    inner({"a": 1})


print("before", end="")
outer()
