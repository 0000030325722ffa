"""The greatest sum of neighbouring numbers (Kadane)."""

count = int(input())
numbers = list(map(int, input().split()))
assert len(numbers) == count

best = here = numbers[0]
for number in numbers[1:]:
    here = max(number, here + number)
    best = max(best, here)

print(best)
