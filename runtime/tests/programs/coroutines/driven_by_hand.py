"""Coroutines driven by hand: await, return values, send, throw, close."""


class Suspend:
    """Yields a value to whoever drives the coroutine; its result is what is sent in."""

    def __init__(self, value):
        self.value = value

    def __await__(self):
        return (yield self.value)


async def leaf(x):
    y = await Suspend(("leaf", x))
    return y * 2


async def middle(n):
    total = 0
    for i in range(n):
        total += await leaf(i)
    return total


async def root():
    return [await middle(2), await middle(1)]


def drive(coroutine, answers):
    seen = []
    try:
        seen.append(coroutine.send(None))
        for a in answers:
            seen.append(coroutine.send(a))
    except StopIteration as stop:
        return seen, stop.value
    return seen, "still running"


print(drive(root(), [1, 2, 3]), drive(leaf(5), [21]))
c = leaf(1)
print(type(c).__name__, c.__name__, c.__qualname__, c.cr_running, c.cr_await, hasattr(c, "__iter__"),
      hasattr(c, "__next__"))
print(c.send(None), type(c.cr_await).__name__, c.close(), c.cr_frame)
for bad in (lambda: c.send(None), lambda: iter(c), lambda: next(c)):
    try:
        bad()
    except (RuntimeError, TypeError) as error:
        print(type(error).__name__, error)


async def awaits(x):
    return await x


class BadAwait:
    def __await__(self):
        return 5


bad_await = BadAwait()
for x in (5, bad_await, [], None):
    try:
        drive(awaits(x), [])
    except TypeError as error:
        print(error)


async def catching():
    try:
        await Suspend("in try")
    except ValueError as error:
        return f"caught {error}"
    finally:
        print("cleanup")


c = catching()
c.send(None)
try:
    c.throw(ValueError("thrown"))
except StopIteration as stop:
    print(stop.value)
c = catching()
c.send(None)
c.close()
c = catching()
c.close()


async def raises():
    await Suspend(1)
    raise KeyError("from a coroutine")


async def outer():
    try:
        await raises()
    except KeyError as error:
        return repr(error)


print(drive(outer(), [None]))


async def stop():
    raise StopIteration("x")


try:
    drive(stop(), [])
except RuntimeError as error:
    print(error, repr(error.__cause__))


async def twice():
    c = leaf(3)
    await c
    await c


try:
    drive(twice(), [1, 2])
except RuntimeError as error:
    print(error)


class Loop:
    """Round robin over coroutines that suspend; time is a counter."""

    def __init__(self):
        self.ready, self.now, self.log = [], 0, []

    def spawn(self, name, coroutine):
        self.ready.append((0, len(self.ready), name, coroutine))

    def run(self):
        serial = 100
        while self.ready:
            self.ready.sort(key=lambda t: t[:2])
            when, _, name, coroutine = self.ready.pop(0)
            self.now = max(self.now, when)
            try:
                delay = coroutine.send(self.now)  if when else coroutine.send(None)
            except StopIteration as stop:
                self.log.append((self.now, name, stop.value))
            else:
                serial += 1
                self.ready.append((self.now + delay, serial, name, coroutine))


async def sleep(n):
    return await Suspend(n)


async def worker(name, steps):
    times = []
    for s in steps:
        times.append(await sleep(s))
    return times


loop = Loop()
loop.spawn("a", worker("a", [3, 3]))
loop.spawn("b", worker("b", [1, 1, 1, 1]))
loop.spawn("c", worker("c", [5]))
loop.run()
print(loop.log)


class Future:
    def __init__(self):
        self.done, self.value = False, None

    def __await__(self):
        while not self.done:
            yield self
        return self.value


f = Future()


async def waits():
    return "got " + await f


w = waits()
print(w.send(None) is f, w.send(None) is f)
f.done, f.value = True, "it"
print(drive(w, []))


async def comprehension():
    return [await leaf(i) for i in range(2)], {k: await leaf(k) for k in range(1)}, {await leaf(9)}


print(drive(comprehension(), [1, 2, 3, 4]))
