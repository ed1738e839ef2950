"""Comprehensions: scopes, conditions, nesting, walrus, unpacking, errors."""

print([x for x in range(5)], [x * y for x in range(3) for y in range(3) if x != y], {x % 3 for x in range(9)},
      {k: v for k, v in zip("ab", [1, 2])}, [[i * j for j in range(3)] for i in range(3)])
x = "outer"
print([x for x in range(3)], x, [y for y in [x]], [(x, y) for x in "ab" for y in x * 2])
print([i for i in range(20) if i % 2 if i % 3], [a if a > 1 else -a for a in range(4)],
      [(a, b) for a, *b in ["abc", "de"]], [n for n in (lambda: range(3))()])
print([last := i for i in range(4)], last, any((found := w).startswith("c") for w in ["ab", "cd", "ef"]), found,
      [t for i in range(3) if (t := i * 2) > 0])


def scopes():
    a = 1
    plain = [a + b for b in range(3)]
    nested = [[a + b + c for c in range(2)] for b in range(2)]
    functions = [lambda: b for b in range(3)]
    kept = [(lambda b=b: b + a)() for b in range(3)]
    a = 10
    return plain, nested, [f() for f in functions], kept, [a for _ in range(1)], "b" in locals()


print(scopes())


class Body:
    n = 3
    items = [i for i in range(n)]
    pairs = {i: str(i) for i in items}

    def get(self):
        return [self.n for _ in self.items]


print(Body.items, Body.pairs, Body().get(), hasattr(Body, "i"))


def raising():
    try:
        return [1 // i for i in (2, 1, 0)]
    except ZeroDivisionError as error:
        return str(error)


def shadow(i):
    r = [i for i in range(i)]
    return r, i


def unbound():
    try:
        [1 for q in [1, 2] if q > w for w in []]
    except (NameError, UnboundLocalError) as error:
        return type(error).__name__, str(error)


print(raising(), shadow(3), unbound())
matrix = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in matrix] for i in range(3)], [c for row in matrix for c in row if c % 2 == 0],
      {(i, j): c for i, row in enumerate(matrix) for j, c in enumerate(row) if c > 3})
print([i for i in range(2) for i in range(3)], {**{i: i for i in range(2)}, 5: 5},
      [*[i for i in range(2)], *(i for i in range(2))], sum(i for i in range(101)), {i: j for i, j in {1: 2}.items()})
order = []


def note(tag, v):
    order.append(tag)
    return v


{note(f"k{i}", i): note(f"v{i}", i) for i in note("iter", range(2)) if note(f"if{i}", True)}
print(order)
print([f"{a}{b}" for a, b in [(1, 2)]], [d["k"] for d in [{"k": 1}]], [v for v in "abc"[::-1]])
triples = [(a, b, c) for c in range(1, 25) for b in range(1, c) for a in range(1, b) if a * a + b * b == c * c]
print(triples, len([1 for _ in range(1000) if _ % 7 == 0]))
counts = {w: sum(1 for v in "a b a c b a".split() if v == w) for w in "abc"}
print(counts, sorted(counts, key=lambda w: -counts[w]), [w for w, n in counts.items() if n > 1],
      {n: [w for w in counts if counts[w] == n] for n in {1, 2, 3}})
g = (i for i in range(3))
print(list(g), list(g), type(g).__name__, [next(h) for h in [iter([5]), iter([6])]])
big = [i * i for i in range(300)]
print(sum(big), len({i % 10 for i in big}), len({i: None for i in big}))


def cells(n):
    fs = [[lambda: (i, j, n) for j in range(2)] for i in range(2)]
    return [f() for row in fs for f in row]


print(cells(7))
