import pandas as pd

frame = pd.DataFrame({"a": [1]})


def pick(name):
    return frame[name]


pick("missing")
