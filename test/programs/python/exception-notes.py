try:
    raise TypeError("with notes")
except TypeError as error:
    error.add_note("first note")
    error.add_note("second\nnote")
    raise
