"""FOR_ITER over lists, tuples, ranges, generators and the rest, at one place and with changes on the way."""


def total(items):
    t = 0
    for x in items:
        t += x
    return t


def gen(n):
    for i in range(n):
        yield i


class It:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if not self.n:
            raise StopIteration
        self.n -= 1
        return self.n


class Seq:
    def __getitem__(self, i):
        if i > 9:
            raise IndexError
        return i


class List(list):
    def __iter__(self):
        return iter([100])


makers = [lambda: list(range(10)), lambda: tuple(range(10)), lambda: range(10), lambda: gen(10), lambda: It(10),
          lambda: {i: 0 for i in range(10)}, lambda: set(range(10)), lambda: bytes(range(10)), lambda: Seq(),
          lambda: List([1]), lambda: (i for i in range(10)), lambda: [], lambda: (), lambda: range(0), lambda: gen(0),
          lambda: map(int, "12"), lambda: enumerate([]),
          lambda: reversed(range(10)), lambda: range(10**20, 10**20 + 3), lambda: range(5, 0, -2), lambda: iter([1, 2]),
          lambda: zip()]
for make in makers:
    print([total(make()) for _ in range(60)][-1], end=" ")
print()
for make in makers:
    total(make())
print(total([1.5, 2]), total((True, 2**70)), total(range(10)))
for bad in (5, None, "ab", [None], gen):
    try:
        total(bad)
    except TypeError as error:
        print(error)


def growing():
    items, seen = [1], []
    for x in items:
        seen.append(x)
        if len(items) < 60:
            items.append(x + 1)
    return len(seen), seen[-1]


def shrinking():
    items, seen = list(range(100)), 0
    for x in items:
        seen += 1
        items.pop()
    return seen, len(items)


def cleared():
    items, seen = list(range(50)), []
    for x in items:
        seen.append(x)
        if x == 10:
            items.clear()
        if x == 5:
            items[6:] = items[6:][::-1]
    return seen


print(growing(), shrinking(), cleared())


def nested(n):
    t = 0
    for i in range(n):
        for j in range(i):
            for k in (i, j):
                t += k
    return t


def breaks(n):
    out = 0
    for i in range(n):
        for j in [1, 2, 3]:
            if j == 2:
                break
        else:
            out -= 1
        for j in gen(3):
            if j == i % 3:
                break
            out += j
    return out


print(nested(30), breaks(200))


def failing(n):
    for i in range(n):
        yield i
        if i == 120:
            raise ValueError("at 120")


def consume(it):
    count = 0
    try:
        for x in it:
            count += 1
    except (ValueError, KeyError) as error:
        return count, str(error)
    return count


print(consume(failing(200)), consume(failing(50)), consume(range(7)))


class Fails(It):
    def __next__(self):
        if self.n == 3:
            raise KeyError("three")
        return super().__next__()


print(consume(Fails(10)), consume(It(4)))


def modified_range_variable():
    out = []
    for i in range(5):
        out.append(i)
        i = 100
    r = range(3)
    for a in r:
        for b in r:
            out.append(a * b)
    return out, i


print(modified_range_variable())


def shared_iterator():
    it = iter(range(200))
    out = []
    for x in it:
        out.append(x + next(it, 0))
    return sum(out), len(out), list(it)


print(shared_iterator())
g = gen(200)
for x in g:
    if x == 100:
        break
print(x, next(g), sum(g))
for make in (lambda: [1, 2], lambda: (1, 2), lambda: range(1, 3), lambda: gen(3)):
    for x in make():
        pass
    print(x, end=" ")
print([y for f in makers[:4] for y in f()][::7])
