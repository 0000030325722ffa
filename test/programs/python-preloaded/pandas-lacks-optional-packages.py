import pandas as pd

df = pd.DataFrame({"a": [1]})
for call in (lambda: df.to_markdown(), lambda: df.to_excel("x.xlsx"), lambda: df.plot(), lambda: df.to_parquet("x"), lambda: df.style):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
