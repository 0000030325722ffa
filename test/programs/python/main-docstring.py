"""The docstring."""
print(repr(__doc__))
if __name__ == "__main__":
    print("is main")
import main
print(main.__name__, main.__file__, main.__cached__, main.__spec__)
