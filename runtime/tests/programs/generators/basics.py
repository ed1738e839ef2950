"""Generators: iteration, return values, state, laziness, expressions."""


def count(n):
    print("start")
    for i in range(n):
        yield i
    print("end")
    return "result"


g = count(2)
print(type(g).__name__, g.__name__, g.__qualname__, g.gi_running, g.gi_yieldfrom, iter(g) is g, g.gi_frame is not None)
print(next(g), next(g))
try:
    next(g)
except StopIteration as error:
    print("stopped with", error.value)
print(next(g, "default"), list(g), g.gi_frame)
for bad in (lambda: next(g), lambda: g.send(1), lambda: g.throw(ValueError("after end")), lambda: len(g), lambda: g[0]):
    try:
        print(bad())
    except (StopIteration, ValueError, TypeError) as error:
        print(type(error).__name__, error)


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


def take(n, it):
    for _, x in zip(range(n), it):
        yield x


def where(p, it):
    return (x for x in it if p(x))


print(list(take(10, fib())), sum(take(20, where(lambda x: x % 2 == 0, fib()))), max(take(5, fib())),
      tuple(x * y for x in range(3) for y in range(x)), dict((i, i * i) for i in range(3)))
lazy = (print("evaluated", i) or i for i in [1, 2])
print("not yet")
print(next(lazy), list(lazy))
try:
    early = (x for x in undefined)
except NameError as error:
    print("first iterable is evaluated at once:", error)
late = (x for _ in [0] for x in undefined)
try:
    list(late)
except NameError as error:
    print("the others later:", error)


def reentrant():
    try:
        next(me)
    except ValueError as error:
        yield str(error)


me = reentrant()
print(next(me))


def stops():
    yield 1
    raise StopIteration("turned")


try:
    list(stops())
except RuntimeError as error:
    print(error, repr(error.__cause__))


def primes():
    seen = []
    n = 2
    while True:
        if all(n % p for p in seen):
            seen.append(n)
            yield n
        n += 1


print(list(take(12, primes())))


def interleave(*iterables):
    its = [iter(i) for i in iterables]
    while its:
        for it in its[:]:
            try:
                yield next(it)
            except StopIteration:
                its.remove(it)


print(*interleave("abc", [1, 2], range(100, 104)))
generators = [count(1) for _ in range(2)]
print([next(x) for x in generators])


class Tree:
    def __init__(self, value, *children):
        self.value, self.children = value, children

    def __iter__(self):
        yield self.value
        for child in self.children:
            yield from child


print(list(Tree(1, Tree(2, Tree(3)), Tree(4))))
assigned = []
for assigned[1:] in ([1], [2, 3]):
    pass
print(assigned, [y := 1, y * 2], sum(1 for _ in fib_n) if (fib_n := list(take(3, fib()))) else 0)


def empty():
    return
    yield


print(list(empty()), all(empty()), any(x > 5 for x in range(10)), sorted(x % 4 for x in range(8)),
      ",".join(str(x) for x in range(4)), [*take(2, fib())], {*empty()})
a, b, *c = take(5, fib())
print(a, b, c, 3 in take(10, fib()), 4 in take(10, fib()), list(map(lambda x: x, take(2, fib()))),
      list(zip(take(2, fib()), "ab")))
