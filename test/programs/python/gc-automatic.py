import weakref


class Node:
    pass


dead = 0


def count(reference):
    global dead
    dead += 1


references = []
for _ in range(20_000):
    node = Node()
    node.me = node
    references.append(weakref.ref(node, count))
print(dead > 10_000)
