import numpy as np
import pandas as pd

df = pd.DataFrame({"key": list("abcab"), "n": range(5), "x": np.linspace(0, 1, 5), "s": pd.Categorical(list("uvuvu"))})
print(df, df.describe(), df.dtypes, sep="\n\n")
print(df.groupby("key").agg({"n": "sum", "x": ["min", "mean"]}))
print(df.pivot_table(index="key", columns="s", values="n", observed=False, fill_value=0))
print(df.merge(pd.DataFrame({"key": ["a", "b"], "w": [10, 20]}), how="left").sort_values(["w", "n"], ascending=False))
print(df.set_index(["key", "n"]).unstack().stack(future_stack=True).head(3), df.query("n > 2 and key == 'a'"))
print(df["key"].str.upper().value_counts(), df["x"].rolling(2).mean().tolist(), df.T)
