"""yield from: values, return values, send, throw and close passed through."""


def inner(n):
    received = []
    for i in range(n):
        x = yield i
        received.append(x)
    return received


def outer():
    first = yield from inner(2)
    print("inner returned", first)
    second = yield from [10, 20]
    print("a list returned", second)
    third = yield from (x * x for x in range(2))
    return first, third


o = outer()
print(o.send(None), o.send("a"), o.send("b"), list(o))
try:
    g = outer()
    while True:
        print(next(g), end=" ")
except StopIteration as stop:
    print(stop.value)


def catches():
    while True:
        try:
            yield "ready"
        except ValueError as error:
            yield f"inner caught {error}"
        finally:
            print("inner finally")


def delegates():
    try:
        yield from catches()
    except KeyError as error:
        yield f"outer caught {error}"
    finally:
        print("outer finally")


d = delegates()
print(next(d), d.throw(ValueError("v")), next(d), d.throw(KeyError("k")), d.gi_yieldfrom)
d.close()
d = delegates()
next(d)
print(type(d.gi_yieldfrom).__name__)
d.close()
try:
    next(d)
except StopIteration:
    print("closed")


class Iterator:
    """An iterator without send, throw or close."""

    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 3:
            raise StopIteration("iterator value")
        return self.n


def over(x):
    result = yield from x
    print("result", result)


print(list(over(Iterator())))
g = over(Iterator())
next(g)
try:
    g.send("value")
except AttributeError as error:
    print(error)
g = over(Iterator())
next(g)
try:
    g.throw(ValueError("no throw method"))
except ValueError as error:
    print(error)
g = over(Iterator())
next(g)
g.close()


class Full(Iterator):
    def send(self, x):
        return ("sent", x)

    def throw(self, error):
        return ("thrown", error)

    def close(self):
        print("close called")


g = over(Full())
print(next(g), g.send(5), g.throw(ValueError("v")), next(g))
g.close()
for bad in (5, None):
    try:
        list(over(bad))
    except TypeError as error:
        print(error)


def flatten(x):
    if isinstance(x, (list, tuple)):
        for item in x:
            yield from flatten(item)
    else:
        yield x


print(list(flatten([1, (2, [3, [4]], ()), [[[5]]]])))


def deep(n):
    if n == 0:
        x = yield "bottom"
        return x
    return (yield from deep(n - 1)) + 1


g = deep(100)
print(next(g))
try:
    g.send(1000)
except StopIteration as stop:
    print(stop.value)
g = deep(50)
next(g)
try:
    g.throw(ValueError("to the bottom"))
except ValueError as error:
    tb, n = error.__traceback__, 0
    while tb:
        tb, n = tb.tb_next, n + 1
    print(error, n)


def walk(node):
    if node:
        left, value, right = node
        yield from walk(left)
        yield value
        yield from walk(right)


print(list(walk(((None, 1, None), 2, ((None, 3, None), 4, None)))))


def raising():
    yield 1
    raise RuntimeError("inner failed")


def handler():
    try:
        yield from raising()
    except RuntimeError as error:
        yield f"handled {error}"
    return (yield from empty())


def empty():
    return "empty"
    yield


print(list(handler()))


def close_error():
    try:
        yield
    except GeneratorExit:
        raise ValueError("while closing")


def around():
    try:
        yield from close_error()
    except ValueError as error:
        print("outer sees", error)


g = around()
next(g)
try:
    print(g.close())
except RuntimeError as error:
    print(error)
