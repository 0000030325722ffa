class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


module_object = Loud("global of package.inside")
_hidden = Loud("hidden global of package.inside")
