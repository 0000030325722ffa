class Meta(type):
    def __del__(cls):
        print("class gone:", cls.__name__)


class Made(metaclass=Meta):
    pass


class Error(Exception):
    def __del__(self):
        print("error gone")


try:
    raise Error("kept")
except Error as error:
    kept = error
