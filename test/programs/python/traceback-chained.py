class Wrapped(Exception):
    pass


def fail():
    try:
        {}["key"]
    except KeyError as error:
        raise Wrapped("outer") from error


try:
    fail()
except Wrapped:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("während") from None
    finally:
        print("finally")
