import pandas as pd

trips = pd.DataFrame(
    {
        "city": ["Oslo", "Lima", "Oslo", "Pune", "Lima", "Pune", "Oslo"],
        "days": [3, 8, 5, 12, 2, 4, 7],
        "cost": [610, 940, 880, 720, 310, 260, 1190],
    }
)
trips["per day"] = (trips["cost"] / trips["days"]).round(1)

summary = trips.groupby("city").agg(trips=("days", "size"), days=("days", "sum"), cost=("cost", "sum"))
print(trips.to_string(index=False))
print()
print(summary.sort_values("cost", ascending=False))

summary.to_csv("summary.csv")
