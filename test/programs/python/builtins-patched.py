import builtins

real = builtins.print
builtins.print = lambda *args, **kwargs: real("patched", *args, **kwargs)
print("x")


class Late:
    def __del__(self):
        print("in a destructor")


late = Late()
builtins.added = [late]
del builtins.added
