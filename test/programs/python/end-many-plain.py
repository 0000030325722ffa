# Nothing here can be seen going, in cycles or not.
import collections
import functools
import heapq
import itertools
import re


class Node:
    def __init__(self, value):
        self.value, self.next, self.seen = value, self, {}


class Slotted:
    __slots__ = ("left", "right")


@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


nodes = [Node(i) for i in range(2000)]
pair = Slotted()
pair.left = pair.right = pair
queue = collections.deque(nodes)
counts = collections.Counter("abracadabra")
groups = collections.defaultdict(list, {1: [2]})
ordered = collections.OrderedDict(a=1)
heap = [3, 1, 2]
heapq.heapify(heap)
endless = itertools.cycle([1, 2])
pattern = re.compile("a+")
print(fib(50), len(queue), counts.most_common(1), heap[0], next(endless), pattern.match("aab").group())
