value = { a: nil }
value[:a][:b][:c].first + 1
