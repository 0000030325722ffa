from .. import thing; VALUE = thing + "!"
