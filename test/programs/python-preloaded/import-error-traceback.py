def load():
    import numpy.not_there


load()
