"""BINARY_OP on floats, and floats with integers."""


def add(a, b): return a + b
def sub(a, b): return a - b
def mul(a, b): return a * b
def div(a, b): return a / b


def warm(f, a, b, n=200):
    for _ in range(n):
        r = f(a, b)
    return r


inf, nan = float("inf"), float("nan")
for f in (add, sub, mul, div):
    print(f.__name__, warm(f, 1.5, 2.25), [f(a, b) for a, b in ((0.1, 0.2), (1e308, 1e308), (inf, -inf), (nan, 1.0),
            (-0.0, 0.5), (5e-324, 0.5))])
    print(warm(f, 1, 2.5), warm(f, 2.5, 1), warm(f, 3, 4), warm(f, 2.0, 2**70), warm(f, 1j, 2.5), warm(f, 1.5, 2.5),
          warm(f, True, 0.5))
for bad in (lambda: div(1.0, 0.0), lambda: div(1, 0), lambda: add(1.0, "x"), lambda: mul(1.5, [1])):
    try:
        print(bad())
    except (ZeroDivisionError, TypeError) as error:
        print(type(error).__name__, error, div(6.0, 3.0))


class Float(float):
    def __add__(self, other):
        return "Float.__add__"

    def __rsub__(self, other):
        return "Float.__rsub__"


print(warm(add, Float(1), 2.0), warm(add, 2.0, Float(1)), warm(sub, 2.0, Float(1)), warm(add, 2.0, 1.0))


def shared():
    a = 1.5
    b = a
    a += 1.0
    c = a
    a *= 2.0
    a -= c
    return a, b, c


for _ in range(100):
    r = shared()
print(r)


def integrate(f, lo, hi, n):
    step = (hi - lo) / n
    total = 0.0
    x = lo
    for _ in range(n):
        total += f(x) * step
        x += step
    return total


print(integrate(lambda x: x * x, 0.0, 1.0, 1000), integrate(lambda x: 3, 0, 2, 100))


def newton(x):
    guess = x
    for _ in range(60):
        guess = (guess + x / guess) * 0.5
    return guess


print(newton(2.0), newton(2), newton(1e300))


def logistic(r, n):
    x = 0.5
    out = []
    for i in range(n):
        x = r * x * (1.0 - x)
        if i % 100 == 0:
            out.append(x)
    return out


print(logistic(3.7, 500))


def overflow():
    x = 1.0
    steps = 0
    while x != inf:
        x *= 1e10
        steps += 1
    while x == inf and steps < 100:
        x = x - x
        steps += 1
    return x, steps


print(overflow())
