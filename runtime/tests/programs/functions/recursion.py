"""Deep and mutual recursion, the recursion limit and recovering from it."""

import sys


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(depth(900))


def endless():
    return endless() + 1


for _ in range(3):
    try:
        endless()
    except RecursionError as error:
        print(type(error).__name__, str(error)[:32], isinstance(error, RuntimeError))


def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)


print(even(800), odd(801), even(7))
print(sys.getrecursionlimit())
sys.setrecursionlimit(20000)
print(depth(15000))
try:
    sys.setrecursionlimit(0)
except ValueError as error:
    print(error)
sys.setrecursionlimit(200)
try:
    depth(500)
except RecursionError as error:
    print(error)
print(depth(100))


class Looping:
    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __repr__(self):
        return repr(self)

    def __eq__(self, other):
        return self == other

    __hash__ = None

    def __len__(self):
        return len(self)

    def __getitem__(self, i):
        return self[i]

    def __call__(self):
        return self()

    def __iter__(self):
        return iter(self)

    def __add__(self, other):
        return self + other

    def __bool__(self):
        return not self

    def __contains__(self, x):
        return x in self


x = Looping()
for action in (lambda: x.name, lambda: repr(x), lambda: x == 1, lambda: len(x), lambda: x[0], lambda: x(),
               lambda: iter(x), lambda: x + 1, lambda: bool(x), lambda: 1 in x, lambda: f"{x}"):
    try:
        action()
    except RecursionError as error:
        print("RecursionError", str(error)[:32])


def generator(n):
    if n:
        yield from generator(n - 1)
    yield n


print(sum(generator(60)))
sys.setrecursionlimit(1000)


def ackermann(m, n):
    if m == 0:
        return n + 1
    return ackermann(m - 1, 1) if n == 0 else ackermann(m - 1, ackermann(m, n - 1))


def hanoi(n, a, b, c):
    return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)


def flatten(x):
    return [y for item in x for y in flatten(item)] if isinstance(x, list) else [x]


print(ackermann(2, 9), hanoi(10, "a", "b", "c"), flatten([1, [2, [3, [4, []]], 5], [[6]]]))
nested = []
for _ in range(5000):
    nested = [nested]
try:
    repr(nested)
except RecursionError as error:
    print("RecursionError", str(error)[:32])
deep = None
for _ in range(100000):
    deep = (deep,)
del deep
print("destroyed")
