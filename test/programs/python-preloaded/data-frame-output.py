import sys

import pandas as pd

df = pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": [1.5, float("nan")]}, index=pd.Index(["p", "q"], name="i"))
df.to_csv(sys.stdout)
print(df.to_json(), df.to_dict("records"), df.to_html()[:80], df.to_latex is not None, sep="\n")
df.to_csv("out.csv.gz")
print(pd.read_csv("out.csv.gz").shape, repr(df.style) if False else "")
with pd.option_context("display.max_rows", 4, "display.width", 40):
    print(pd.DataFrame({"n": range(100)}))
print(pd.get_option("display.max_rows"))
