# What programs are commonly made of: the classes that are loaded for it are kept in the image, linked.
from __future__ import division

import collections
import math
import re
import string
import sys


class Shape(object):
    def area(self):
        raise NotImplementedError


class Circle(Shape):
    def __init__(self, radius):
        self.radius = radius

    def area(self):
        return math.pi * self.radius ** 2


def gcd(a, b):
    return a if b == 0 else gcd(b, a % b)


def squares(n):
    for i in xrange(n):
        yield i * i


numbers = [int(word) for line in sys.stdin for word in line.split()]
groups = collections.defaultdict(list)
for number in numbers:
    groups[number % 3].append(number)
print dict(groups), sorted(numbers, reverse=True)[:3], sum(squares(5))
print "%s %.2f {}".format(gcd(12, 18)) % (Circle(2).__class__.__name__, Circle(2).area())
print re.findall(r"\d+", "a1b22"), string.uppercase[:3], sys.argv[1:]
try:
    int("x")
except ValueError as error:
    print error
finally:
    sys.stdout.flush()
print u"z\xf3\u0142w".encode("utf-8"), map(lambda x: x + 1, (1, 2)), {1, 2} | {3}, 7 // 2, 7 / 2, 10 ** 30
