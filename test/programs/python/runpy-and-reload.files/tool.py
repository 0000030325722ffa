import sys
value = "original"
print("tool", __name__, __file__, sys.argv)
