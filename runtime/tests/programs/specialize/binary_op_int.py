"""BINARY_OP on integers: hot, then out of the small range, out of a word, then other types at the same place."""


def add(a, b): return a + b
def sub(a, b): return a - b
def mul(a, b): return a * b


def warm(f, a, b, n=200):
    for _ in range(n):
        r = f(a, b)
    return r


for f in (add, sub, mul):
    print(f.__name__, warm(f, 3, 4))
    for a, b in ((2**30 - 1, 1), (2**30, 2**30), (-(2**30), -1), (2**61, 2**61), (2**62 - 1, 1), (-(2**62), -1),
                 (2**63 - 1, 2**63 - 1), (2**31, 2**31), (2**32 + 1, 2**32 + 1), (-(2**40), 2**40), (10**30, -(10**30)),
                 (0, -5), (True, 1), (True, True)):
        print(f(a, b), end=" ")
    print()
    print(warm(f, 2**80, 2**80), warm(f, 5, 6), warm(f, 1.5, 2), warm(f, 2, 1.5), warm(f, 7, 8), warm(f, 1j, 2),
          warm(f, True, False))
for f, a, b in ((add, "a", "b"), (add, [1], [2]), (mul, "ab", 3), (mul, [0], 2), (add, (1,), (2,)), (sub, {1, 2}, {2})):
    print(warm(f, a, b), f(3, 4))
for f, a, b in ((add, 1, "b"), (sub, "a", "b"), (mul, [], []), (add, None, 1)):
    try:
        f(a, b)
    except TypeError as error:
        print(error, f(10, 20))


class Int(int):
    def __add__(self, other):
        return "Int.__add__"

    def __rmul__(self, other):
        return "Int.__rmul__"


print(warm(add, Int(1), 2), warm(add, 2, Int(1)), warm(mul, 2, Int(3)), warm(sub, Int(5), 3), warm(add, 1, 1))


def accumulate(n):
    total, product = 0, 1
    for i in range(n):
        total += i * i - i
        total = total - i
        product = product * 3
        product -= 1
    return total, product


print(accumulate(10), accumulate(60), accumulate(200))


def boundary():
    x = 2**62 - 150
    for _ in range(300):
        x += 1
    y = -(2**62) + 150
    for _ in range(300):
        y -= 1
    z = 1
    for _ in range(70):
        z += z
    for _ in range(70):
        z = z - z // 2
    return x, y, z


print(boundary())


def mixed(values):
    total = 0
    for v in values:
        total = total + v
    return total


print(mixed([1] * 100 + [0.5] * 100 + [10**20] + [1j] + [True]), mixed(range(1000)))


def bitwise(n):
    h = 0
    for i in range(n):
        h = (h ^ i) & 0xFFFF | (i << 3) % 7 ^ (h >> 1)
        h = ~h & 0xFFFFF
    return h


print(bitwise(500))
