import pandas as pd

df = pd.DataFrame({"a": [1, 2, 3], "b": [4.0, 5.0, 6.0]})
part = df[df["a"] > 1]
part["c"] = 1
print(part)
df["a"].iloc[0] = 10
s = pd.Series([1, 2])
s[0] = 1.5
print(s, pd.Series([], dtype=float).mean())
pd.concat([pd.DataFrame(), pd.DataFrame({"x": [None]})])
print(pd.Series([1, "a"]).infer_objects().dtype)
