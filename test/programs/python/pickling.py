import copy
import dataclasses
import enum
import pickle
import typing


@dataclasses.dataclass(order=True)
class Point:
    x: int
    y: int = 0
    tags: list[str] = dataclasses.field(default_factory=list)


class Color(enum.Enum):
    RED = enum.auto()


p = Point(1, 2, ["t"])
print(pickle.loads(pickle.dumps([p, Color.RED])), copy.deepcopy(p) == p, dataclasses.asdict(p), pickle.dumps(p, 0))
print(typing.get_type_hints(Point))
try:
    pickle.dumps(lambda: 1)
except Exception as error:
    print(type(error).__name__, error)
