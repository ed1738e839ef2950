"""Asynchronous generators: what drives them, hooks, what cannot be awaited."""

import sys


class Suspend:

    def __init__(self, value):
        self.value = value

    def __await__(self):
        return (yield self.value)


sw = Suspend


def show(f):
    try:
        print('  ok', f())
    except BaseException as e:
        print('  ', type(e).__name__, e, repr(e.__context__))


async def awc():
    try:
        yield 1
    finally:
        print('in fin', await sw('closing'))


g = awc()
a = g.asend(None)
show(lambda: next(a))
c = g.aclose()
show(lambda: next(c))
show(lambda: g.ag_running)
d = g.asend(None)
show(lambda: next(d))
show(lambda: c.send('X'))
print(g.ag_running)
g = awc()
a = g.asend(None)
show(lambda: next(a))
c = g.aclose()
show(lambda: next(c))
show(lambda: c.throw(KeyError('in')))
print(g.ag_running)
show(lambda: next(c))
g = awc()
a = g.asend(None)
show(lambda: next(a))
c = g.aclose()
show(lambda: next(c))
show(lambda: c.close())
print(g.ag_running)
show(lambda: next(c))
g = awc()
a = g.asend(None)
show(lambda: next(a))
c = g.athrow(ValueError('q'))
show(lambda: next(c))
show(lambda: c.throw(KeyError('in')))
print(g.ag_running)
show(lambda: next(c))
g = awc()
a = g.asend(None)
show(lambda: next(a))
c = g.athrow(ValueError('q'))
show(lambda: next(c))
show(lambda: c.send('Y'))
print(g.ag_running)
show(lambda: next(c))
g = awc()
c = g.athrow(ValueError('q'))
show(lambda: c.throw(KeyError('a')))
print(g.ag_running)
g = awc()
c = g.aclose()
show(lambda: c.throw(KeyError('a')))
print(g.ag_running)
g = awc()
c = g.aclose()
show(lambda: next(c))
print(g.ag_running)
c = g.asend(None)
show(lambda: next(c))


async def st():
    yield 1
    raise StopAsyncIteration('x')


async def st2():
    yield 1
    raise StopIteration('x')


for f in (st, st2):
    g = f()
    a = g.asend(None)
    show(lambda: next(a))
    a = g.asend(None)
    show(lambda: next(a))


def run(c):
    try:
        while True:
            print('  y', c.send(None))
    except StopIteration as e:
        return e.value


async def cnt(n):
    for i in range(n):
        yield i
        await sw(('s', i))


async def main():
    out = []
    async for x in cnt(3):
        out.append(x)
    else:
        out.append('else')
    out += [x * 2 async for x in cnt(2) if x != 0]
    out.append({x async for x in cnt(2)})
    out.append({x: x async for x in cnt(2)})
    gg = (x async for x in cnt(2))
    out.append(type(gg).__name__)
    out += [x async for x in gg]
    out.append(await anext(cnt(1)))
    c = cnt(0)
    out.append(await anext(c, 'dflt'))
    try:
        await anext(c)
    except StopAsyncIteration as e:
        out.append(repr(e))
    return out


print(run(main()))
log = []


def fi(g):
    log.append('first')


def fz(g):
    log.append('final')


old = sys.get_asyncgen_hooks()
print(old)
sys.set_asyncgen_hooks(firstiter=fi, finalizer=fz)
print(sys.get_asyncgen_hooks()[0] is fi, sys.get_asyncgen_hooks().finalizer is fz, type(sys.get_asyncgen_hooks()))
g = cnt(3)
a = g.asend(None)
show(lambda: next(a))
a = g.asend(None)
show(lambda: next(a))
del a, g
print(log)
g = cnt(3)
a = g.asend(None)
show(lambda: next(a))
a = g.asend(None)
del g, a
print(log)
sys.set_asyncgen_hooks(firstiter=None)
show(lambda: sys.get_asyncgen_hooks()[0])
sys.set_asyncgen_hooks(*old)


def boom(g):
    raise KeyError('hook')


sys.set_asyncgen_hooks(boom)
g = cnt(3)
show(lambda: g.asend(None))
show(lambda: next(g.asend(None)))
sys.set_asyncgen_hooks(*old)
show(lambda: next(cnt(1)))
show(lambda: iter(cnt(1)))
show(lambda: [*cnt(1)])
show(lambda: cnt(1).send(1))
show(lambda: aiter(3))
show(lambda: anext(3))
show(lambda: aiter([]))


class A:

    def __aiter__(self):
        return 3


show(lambda: aiter(A()))


async def bad():
    async for x in A():
        pass


show(lambda: run(bad()))


async def bad2():
    async for x in [1]:
        pass


show(lambda: run(bad2()))


class B:

    def __aiter__(self):
        return self

    def __anext__(self):
        return 3


async def bad3():
    async for x in B():
        pass


show(lambda: run(bad3()))


async def bad4():
    await 3


show(lambda: run(bad4()))


class C:

    def __await__(self):
        return 3


async def bad5():
    await C()


show(lambda: run(bad5()))


class D:

    def __await__(self):
        return bad5()


async def bad6():
    await D()


show(lambda: run(bad6()))


async def bad7():
    async with 3:
        pass


show(lambda: run(bad7()))


async def re():
    await sw(1)


c = re()
show(lambda: c.send(3))
show(lambda: run(c))
show(lambda: run(c))
show(lambda: c.throw(KeyError('q')))
show(c.close)
c = re()
w = c.__await__()
show(lambda: next(w))
show(lambda: c.cr_await is not None)
show(lambda: c.cr_suspended)
show(lambda: c.cr_running)
show(lambda: w.throw(KeyError('w')))
show(lambda: c.cr_await)
c = re()
c.send(None)


async def dbl():
    await c


d = dbl()
show(lambda: d.send(None))
c.close()
g = cnt(2)
a = g.asend(None)
del a
g.aclose()
g.athrow(ValueError)
re()
