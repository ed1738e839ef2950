"""async for and async with, over hand-made iterators and managers, driven by hand."""


class Suspend:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        return (yield self.value)


class Ticks:
    def __init__(self, n, suspend=False):
        self.n, self.suspend = n, suspend

    def __aiter__(self):
        self.i = 0
        return self

    async def __anext__(self):
        if self.suspend:
            await Suspend(f"tick {self.i}")
        if self.i == self.n:
            raise StopAsyncIteration
        self.i += 1
        return self.i


class Manager:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    async def __aenter__(self):
        print("aenter", self.name)
        await Suspend(f"entering {self.name}")
        return self.name.upper()

    async def __aexit__(self, kind, error, tb):
        print("aexit", self.name, kind and kind.__name__, error)
        await Suspend(f"leaving {self.name}")
        return self.swallow


def drive(coroutine):
    seen = []
    try:
        while True:
            seen.append(coroutine.send(None))
    except StopIteration as stop:
        return seen, stop.value


async def loop(n, suspend):
    out = []
    async for i in Ticks(n, suspend):
        if i == 2:
            continue
        if i == 5:
            break
        out.append(i)
    else:
        out.append("else")
    return out


print(drive(loop(4, False)), drive(loop(3, True)), drive(loop(9, False)))


async def nested():
    out = []
    async for i in Ticks(2):
        async for j in Ticks(2, True):
            out.append((i, j))
    return out


async def comprehensions():
    a = [i async for i in Ticks(3)]
    b = {i: j async for i in Ticks(2) for j in "x" if i}
    c = [i + j for i in range(2) async for j in Ticks(2)]
    d = {i async for i in Ticks(3) if i != 2}
    return a, b, c, d


print(drive(nested()), drive(comprehensions()))


async def managed(how):
    async with Manager("m", how == "swallow") as m:
        print("body", m)
        if how in ("raise", "swallow"):
            raise ValueError(how)
        if how == "return":
            return "returned"
    return "after"


for how in ("plain", "swallow", "return"):
    print(drive(managed(how)))
try:
    drive(managed("raise"))
except ValueError as error:
    print("out", error)


async def two():
    async with Manager("a") as a, Manager("b", True) as b:
        raise KeyError(a + b)
    return "swallowed"


print(drive(two()))


class NotAsync:
    def __iter__(self): return iter([])
    def __enter__(self): return self
    def __exit__(self, *a): pass


class BadAiter:
    def __aiter__(self): return 5


class BadAnext:
    def __aiter__(self): return self
    def __anext__(self): return 5


class BadEnter:
    def __aenter__(self): return 5
    async def __aexit__(self, *a): pass


async def iterate(x):
    async for _ in x:
        pass


async def manage(x):
    async with x:
        pass


for coroutine in (iterate(NotAsync()), iterate(5), iterate(BadAiter()), iterate(BadAnext()), manage(NotAsync()),
                  manage(5), manage(BadEnter())):
    try:
        drive(coroutine)
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)


class Raising(Ticks):
    async def __anext__(self):
        raise KeyError("in anext")


try:
    drive(iterate(Raising(1)))
except KeyError as error:
    print(error)
c = managed("plain")
c.send(None)
try:
    c.throw(RuntimeError("while entering"))
except RuntimeError as error:
    print(error)
c = managed("plain")
c.send(None)
print(c.send(None))
c.close()


async def thrown():
    async for i in Ticks(3, True):
        try:
            await Suspend(i)
        except ValueError as error:
            print("inside", error)
    return "done"


t = thrown()
print(t.send(None), t.send(None), t.throw(ValueError("v")), t.send(None))
t.close()
