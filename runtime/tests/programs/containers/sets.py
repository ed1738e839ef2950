"""set and frozenset. Sets of strings are printed sorted: their order is not defined."""

s = {3, 1, 2, 3}
print(s, len(s), 2 in s, 5 not in s, set(), frozenset(), set("a"), frozenset([1]), {1, 1.0, True})
s.add(4)
s.add(4)
s.discard(1)
s.discard(100)
s.remove(2)
print(s, {0} | s, s & {3, 9}, s - {3}, s ^ {3, 5}, s | {7}, s.union([1], (2,)), s.intersection([3, 4], {4}),
      s.difference([3]), s.symmetric_difference([4, 6]))
a, b = {1, 2, 3}, {2, 3}
print(a > b, b < a, a >= a, a <= b, b.issubset(a), a.issuperset([1]), a.isdisjoint([7]), a == {3, 2, 1}, a != b,
      {1} < {2}, {1} > {2})
a |= {10}
a &= {1, 2, 10}
a -= {1}
a ^= {2, 5}
a.update([6], {7})
print(sorted(a))
a.intersection_update([5, 6, 7])
a.difference_update([5])
a.symmetric_difference_update([7, 8])
print(sorted(a), a.copy() == a, a.copy() is a)
x = {42}
print(x.pop(), x, sorted({"b", "a"} | {"c"}), sorted(w for w in {"x", "y"}), {n % 3 for n in range(10)})
f = frozenset({1, 2})
print(f | {3}, type(f | {3}), type({3} | f), {f: 1}[frozenset([2, 1])], f == {1, 2}, hash(f) == hash(frozenset([2, 1])),
      frozenset(f) is f, f.copy() is f, {frozenset(): 0})
print({1, 2} in [{2, 1}], {frozenset([1])} == {frozenset([1])}, {1} in {frozenset([1])})
for bad in (lambda: {[]}, lambda: hash(set()), lambda: set().pop(), lambda: {1}.remove(2), lambda: {1} | [2],
            lambda: {1} < [2], lambda: set(5), lambda: f.add(1), lambda: {1} + {2}, lambda: s[0],
            lambda: {{}}, lambda: [] in {1}, lambda: set(1, 2), lambda: {1}.union(5), lambda: {1} - 5):
    try:
        print(bad())
    except (TypeError, KeyError, AttributeError) as error:
        print(type(error).__name__, error)
try:
    for n in (grow := {1, 2, 3}):
        grow.add(n + 100)
except RuntimeError as error:
    print(error)
x = {1}
x.clear()
print(x, bool(x), bool({0}), {*()}, {*[1, 2], *(2, 3)}, max({1, 5, 3}), sum({1, 2, 3}), sorted({3, 1, 2}, reverse=True))


class Same:
    def __init__(self, tag):
        self.tag = tag

    def __hash__(self):
        return 1

    def __eq__(self, other):
        return self.tag == other.tag


print(len({Same(1), Same(2), Same(1)}), Same(2) in {Same(1), Same(2)}, len({Same(i % 5) for i in range(50)}))
primes = set(range(2, 60))
for n in range(2, 8):
    primes -= set(range(n * n, 60, n))
print(sorted(primes))
big = set(range(2000)) - set(range(0, 2000, 2))
print(len(big), sum(big), 1999 in big, 1998 in big)


class Tagged(set):
    pass


print(type(Tagged([1]) | {2}), Tagged([1]), frozenset([1]) & Tagged([1]))
