import _interpreters

kept = _interpreters.create()
_interpreters.run_string(kept, "print('in another', flush=True)")


class Loud:
    def __del__(self):
        print("del in main")


loud = Loud()
