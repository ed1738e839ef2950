"""send, throw and close."""


def echo():
    received = None
    while True:
        try:
            received = yield ("got", received)
        except ValueError as error:
            received = f"caught {error}"


e = echo()
try:
    e.send("too early")
except TypeError as error:
    print(error)
print(next(e), e.send(1), e.send(None), e.throw(ValueError("thrown")), next(e))
try:
    e.throw(KeyError("not caught"))
except KeyError as error:
    print("out", error)
print(next(e, "finished"))


def average():
    total = n = 0
    result = None
    while True:
        x = yield result
        if x is None:
            return (n, total)
        n += 1
        total += x
        result = total / n


a = average()
next(a)
print([a.send(x) for x in (10, 20, 60)])
try:
    a.send(None)
except StopIteration as stop:
    print(stop.value)


def cleanup(name, ignore=False):
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print(name, "exit")
        if ignore:
            yield "ignored"
        raise
    finally:
        print(name, "finally")


c = cleanup("closed")
next(c)
print(c.close(), c.close(), next(c, "over"))
c = cleanup("never started")
print(c.close(), list(c))
c = cleanup("ignoring", True)
next(c)
try:
    c.close()
except RuntimeError as error:
    print(error)
del c


def returns_on_close():
    try:
        yield 1
    except GeneratorExit:
        return "closing value"


r = returns_on_close()
next(r)
print(r.close())


def raises_on_close():
    try:
        yield 1
    finally:
        raise KeyError("in finally")


r = raises_on_close()
next(r)
try:
    r.close()
except KeyError as error:
    print("close raised", error, repr(error.__context__))
unstarted = echo()
try:
    unstarted.throw(ValueError("at the start"))
except ValueError as error:
    print(error, list(unstarted))
for bad in (lambda: echo().throw(5), lambda: echo().throw(int), lambda: echo().throw(), lambda: echo().send()):
    try:
        bad()
    except TypeError as error:
        print(error)
e = echo()
next(e)
print(e.throw(ValueError))


def swallow():
    while True:
        try:
            yield "again"
        except Exception as error:
            print("swallowed", type(error).__name__, error.__context__)


s = swallow()
next(s)
try:
    raise KeyError("context")
except KeyError:
    print(s.throw(TypeError("t")))
del s


def pipeline():
    def source(target):
        for line in ("a 1", "b 2", "bad", "c 3"):
            target.send(line)
        target.close()

    def parse(target):
        try:
            while True:
                line = yield
                try:
                    k, v = line.split()
                    target.send((k, int(v)))
                except ValueError:
                    target.throw(LookupError(line))
        finally:
            target.close()

    def sink():
        try:
            while True:
                try:
                    out.append((yield))
                except LookupError as error:
                    out.append(("error", str(error)))
        finally:
            out.append("closed")

    out = []
    s = sink()
    next(s)
    p = parse(s)
    next(p)
    source(p)
    return out


print(pipeline())


def scheduler(tasks):
    order = []
    queue = list(tasks)
    while queue:
        task = queue.pop(0)
        try:
            order.append(next(task))
            queue.append(task)
        except StopIteration as stop:
            order.append(("done", stop.value))
    return order


def task(name, n):
    for i in range(n):
        yield f"{name}{i}"
    return name


print(scheduler([task("a", 2), task("b", 1), task("c", 3)]))
