import sys; print("pkg", __name__, sys.argv, __package__)
