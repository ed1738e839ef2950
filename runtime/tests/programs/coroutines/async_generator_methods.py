"""Asynchronous generators, driven by hand: asend, athrow, aclose in every state."""

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


async def ag():
    try:
        r = (yield 1)
        print('got', r)
        r = await sw('w')
        print('aw', r)
        yield 2
    except ValueError as e:
        print('caught', e)
        yield 'v'
    finally:
        print('fin')


print([n for n in dir(ag()) if not n.startswith('__')])
print(type(ag()).__name__, type(ag().asend(1)).__name__, type(ag().aclose()).__name__)
g = ag()
show(lambda: g.ag_frame.f_lineno > 0)
show(lambda: g.ag_running)
show(lambda: g.ag_suspended)
show(lambda: g.ag_await)
show(lambda: g.__qualname__)
a = g.__anext__()
print([n for n in dir(a) if not n.startswith('__')])
print(hasattr(a, '__await__'), hasattr(a, '__next__'), iter(a) is a, a.__await__() is a)
show(lambda: a.send(None))
show(lambda: a.send(None))
show(lambda: a.throw(ValueError('x')))
show(a.close)
a = g.asend('S')
show(lambda: a.send(5))
show(lambda: g.ag_running)
show(lambda: g.ag_await is not None)
b = g.__anext__()
show(lambda: b.send(None))
show(lambda: b.send(None))
b = g.aclose()
show(lambda: b.send(None))
show(lambda: b.send(None))
b = g.athrow(ValueError)
show(lambda: b.send(None))
show(lambda: b.send(None))
show(lambda: a.send('R'))
show(lambda: a.send(None))
print(g.ag_running)
a = g.athrow(ValueError('T'))
show(lambda: a.send(1))
show(lambda: a.send(None))
show(lambda: a.send(None))
print(g.ag_running)
a = g.athrow(ValueError('T'))
show(lambda: a.send(None))
show(lambda: a.send(None))
print(g.ag_running)
a = g.asend(None)
show(lambda: next(a))
print(g.ag_running)
a = g.aclose()
show(lambda: next(a))
show(lambda: next(a))
a = g.athrow(ValueError)
show(lambda: next(a))
show(lambda: next(a))
print(1)
g = ag()
a = g.asend(1)
show(lambda: a.send(None))
show(lambda: a.send(None))
a = g.asend(None)
show(lambda: a.send(None))
a = g.aclose()
show(lambda: a.throw(KeyError('k')))
show(lambda: a.send(None))
show(a.close)
print(2)
g = ag()
a = g.asend(None)
show(lambda: next(a))
a = g.aclose()
show(lambda: next(a))
show(lambda: next(a))
a = g.__anext__()
show(lambda: next(a))
show(lambda: next(a))
show(lambda: g.ag_frame)
a = g.aclose()
show(lambda: next(a))
show(lambda: next(a))
a = g.aclose()
show(lambda: a.throw(KeyError))
a = g.aclose()
show(a.close)
show(a.close)
print(3)


async def ign():
    try:
        yield 1
    except GeneratorExit:
        yield 2


g = ign()
a = g.asend(None)
show(lambda: next(a))
a = g.aclose()
show(lambda: next(a))
print(g.ag_running)
a = g.aclose()
show(lambda: next(a))
a = g.asend(None)
show(lambda: next(a))
g = ign()
a = g.asend(None)
show(lambda: next(a))
a = g.aclose()
show(lambda: a.throw(GeneratorExit))
a = g.asend(None)
show(lambda: next(a))
g = ign()
a = g.asend(None)
show(lambda: next(a))
a = g.athrow(GeneratorExit)
show(lambda: next(a))
a = g.asend(None)
show(lambda: next(a))
g = ign()
a = g.asend(None)
show(lambda: next(a))
a = g.asend(None)
show(a.close)
a = g.asend(None)
show(lambda: next(a))
g = ign()
a = g.asend(None)
show(a.close)
show(lambda: next(a))
a = g.asend(None)
show(lambda: next(a))
g = ign()
a = g.asend(None)
show(lambda: a.throw(KeyError('z')))
show(lambda: next(a))
a = g.asend(None)
show(lambda: next(a))
g = ign()
a = g.athrow(KeyError)
show(lambda: next(a))
a = g.asend(None)
show(lambda: next(a))
