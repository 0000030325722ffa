MINE = "shadows the standard one"
