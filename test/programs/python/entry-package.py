import sys
print(sys.argv, __file__, __spec__, sys.path)
1/0
