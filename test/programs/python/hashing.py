import sys

print(sys.flags.hash_randomization, sys.hash_info, hash(1), hash(1.5), hash((1, 2)), hash(None) == hash(None), hash(-1))
print(hash("a") == hash("a"), {"b", "a"} == {"a", "b"}, list({"x": 1, "y": 2}))
words = {str(n) for n in range(1000)}
print(list(words) == list(words), sorted(words)[:3], all(str(n) in words for n in range(1000)))
