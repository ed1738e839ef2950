"""Iterators of the built-in types, and changing what they walk over."""

for thing in ([1, 2, 3], (1, 2), "ab", b"ab", bytearray(b"a"), {1: 2}, {5}, range(3), {1: 2}.values(), {1: 2}.items(),
              enumerate("a"), zip([1]), map(str, [1]), filter(None, [1]), reversed([1, 2]), reversed(range(2)),
              reversed({1: 1}), iter(int, 0), frozenset([1]), range(10**20, 10**20 + 1)):
    it = iter(thing)
    print(type(thing).__name__, type(it).__name__, next(it, "stop"), list(it), next(it, "stop"), iter(it) is it)
l = [1, 2, 3]
it = iter(l)
next(it)
l.append(4)
l.insert(0, 0)
print(it.__length_hint__(), list(it))
l.append(5)
print(list(it))
out = []
l = list(range(6))
for x in l:
    out.append(x)
    if x % 2 == 0:
        l.remove(x)
print(out, l)
r = reversed([1, 2, 3])
print(r.__length_hint__(), next(r), list(r))
for container in ({1: 1, 2: 2}, {1, 2}):
    it = iter(container)
    next(it)
    container.pop(2) if isinstance(container, dict) else container.discard(2)
    try:
        print(next(it, "end"))
    except RuntimeError as error:
        print(error)


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return CountdownIterator(self.n)


class CountdownIterator:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n + 1


c = Countdown(3)
print(list(c), list(c), [a + b for a in c for b in c], max(c), sum(c), 2 in c, dict(zip(c, "xyz")), sorted(c))
a, b, d = c
print(a, b, d, *c, [*c], (lambda *x: x)(*c))
for target in ("a, b = c", "a, b, d, e = c", "a, *b, d, e, f = c"):
    try:
        exec(target)
    except ValueError as error:
        print(error)


class Failing:
    def __iter__(self):
        return self

    def __next__(self):
        raise KeyError("from next")


for use in (lambda: list(Failing()), lambda: [*Failing()], lambda: 1 in Failing(), lambda: sum(Failing()),
            lambda: dict(Failing()), lambda: "".join(Failing()), lambda: set(Failing()),
            lambda: (lambda *a: a)(*Failing()), lambda: [x for x in Failing()], lambda: next(Failing()),
            lambda: zip(*Failing())):
    try:
        print(use())
    except KeyError as error:
        print("KeyError", error, end="; ")
print()
calls = iter([3, 2, 1, 0, 9])
print(list(iter(lambda: next(calls), 0)), next(calls))
for i, (k, v) in enumerate({"a": 1, "b": 2}.items()):
    print(i, k, v, end=" ")
for x, y, z in zip(range(3), "abc", [True, False, None]):
    print(x, y, z, end=" ")
print()
for i in range(3):
    for j in range(3):
        if j == 1:
            continue
        if i == 2:
            break
        print(i, j, end=" ")
    else:
        print("else", end=" ")
        continue
    print("broken")


def chain(*its):
    for it in its:
        yield from it


def group(items, key):
    groups = {}
    for i in items:
        groups.setdefault(key(i), []).append(i)
    return groups


def window(it, n):
    buffer = []
    for x in it:
        buffer.append(x)
        if len(buffer) == n:
            yield tuple(buffer)
            del buffer[0]


print(list(chain("ab", [1], (None,))), group(range(7), lambda x: x % 3), list(window("abcde", 3)))
