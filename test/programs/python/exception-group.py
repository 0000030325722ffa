def one(n):
    raise ValueError(n)


errors = []
for n in range(3):
    try:
        one(n)
    except ValueError as error:
        errors.append(error)
try:
    raise ExceptionGroup("several", errors + [ExceptionGroup("nested", [OSError(2, "no such thing")])])
except* OSError as group:
    print("caught", group.exceptions)
