"""Sorting: stability, keys, reverse, comparisons, errors in between."""

data = [5, 3, 8, 1, 9, 2, 7]
print(sorted(data), sorted(data, reverse=True), data)
data.sort()
print(data, data.sort(reverse=True), data)
people = [("bob", 30), ("alice", 25), ("dave", 30), ("carol", 25), ("eve", 35)]
print(sorted(people, key=lambda p: p[1]))
print(sorted(people, key=lambda p: p[1], reverse=True))
print(sorted(people, key=lambda p: (-p[1], p[0])))
print(sorted("banana"), sorted("bAnana", key=str.lower), sorted([1.5, 1, True, 0, -2.5]),
      sorted(["10", "9", "1"], key=int), sorted([[2], [1, 5], [1]]), sorted({3: "a", 1: "b"}))


class Item:
    """Ordered by __lt__ alone, and counted."""

    compared = 0

    def __init__(self, rank, tag):
        self.rank, self.tag = rank, tag

    def __lt__(self, other):
        Item.compared += 1
        return self.rank < other.rank

    def __repr__(self):
        return f"{self.rank}{self.tag}"


items = [Item(n % 4, chr(97 + i)) for i, n in enumerate([3, 7, 2, 6, 1, 5, 0, 4, 3, 2])]
print(sorted(items), sorted(items, reverse=True), min(items), max(items))
seed = 12345
numbers = []
for _ in range(700):
    seed = (seed * 1103515245 + 12345) % 2**31
    numbers.append(seed % 1000)
ordered = sorted(numbers)
assert all(a <= b for a, b in zip(ordered, ordered[1:]))
pairs = sorted(enumerate(numbers), key=lambda p: p[1])
assert all(a[1] < b[1] or a[1] == b[1] and a[0] < b[0] for a, b in zip(pairs, pairs[1:]))
back = sorted(enumerate(numbers), key=lambda p: p[1], reverse=True)
assert all(a[1] > b[1] or a[1] == b[1] and a[0] < b[0] for a, b in zip(back, back[1:]))
print(ordered[:5], ordered[-5:], sorted(ordered) == ordered, sorted(ordered[::-1]) == ordered)


def insertion(values, key=lambda x: x):
    out = []
    for v in values:
        i = len(out)
        while i and key(out[i - 1]) > key(v):
            i -= 1
        out.insert(i, v)
    return out


assert insertion(numbers[:100]) == sorted(numbers[:100])
words = ["pear", "fig", "apple", "kiwi", "banana", "date"]
print(insertion(words, len) == sorted(words, key=len), sorted(words, key=lambda w: (len(w), w[::-1])))
for bad in (lambda: sorted([1, "a"]), lambda: sorted([1j, 2j]), lambda: sorted(5), lambda: sorted([3, None, 1]),
            lambda: [2, 1].sort(key=5), lambda: sorted([1], [2]), lambda: sorted([(1, "a"), (1, 2)]),
            lambda: sorted([1, 0], key=lambda x: 1 / x), lambda: min([]), lambda: max(), lambda: max(1),
            lambda: [].sort(lambda x: x)):
    try:
        print(bad())
    except (TypeError, ZeroDivisionError, ValueError) as error:
        print(type(error).__name__, error)
changed = [3, 2, 1]
try:
    changed.sort(key=lambda x: changed.append(x))
except (ValueError, TypeError) as error:
    print(type(error).__name__, error)
print(max(words, key=len), min(words, key=len), max([], default="none"), min(3, 1, 2), max(4, 5.5, key=lambda x: -x),
      max("abc", "abd"), min([[2], [1]]))
