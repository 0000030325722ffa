import sys
print("\d" == "\\d", "a" is "a", sys.warnoptions)
assert (1, "always true")
