"""Generators, closures, function objects and namespaces at their corners."""

def show(f, *a, **k):
    try:
        print(' ', f(*a, **k))
    except BaseException as e:
        print('  ', type(e).__name__, str(e)[:200], repr(e.__context__)[:80], repr(e.__cause__)[:60])


def g1():
    try:
        x = (yield 1)
        print('x', x)
        yield 2
    except GeneratorExit:
        print('GE')
        return 9
    finally:
        print('fin')


i = g1()
show(lambda: i.close())
i = g1()
next(i)
show(lambda: i.close())
show(lambda: next(i))
i = g1()
next(i)
show(lambda: i.send('S'))
show(lambda: i.throw(ValueError))
show(lambda: i.throw(ValueError))


def g2():
    r = (yield from g1())
    print('r', r)
    try:
        yield from [1, 2]
    except ValueError as e:
        print('inner', e)
        yield 'caught'


i = g2()
show(lambda: next(i))
show(lambda: i.send(5))
show(lambda: next(i))
show(lambda: next(i))
show(lambda: i.throw(ValueError('q')))
show(lambda: next(i))
i = g2()
next(i)
show(lambda: i.throw(KeyError('k')))
i = g2()
next(i)
show(lambda: i.throw(GeneratorExit))
i = g2()
show(lambda: i.throw(KeyError('early')))
show(lambda: next(i))
show(lambda: i.throw(3))
show(lambda: i.throw(int))
show(lambda: i.throw(ValueError, 'v', 3))
show(lambda: i.throw(ValueError('a'), 'v'))
show(lambda: i.throw())
show(lambda: i.send())
show(lambda: i.send(1, 2))


def g3():
    yield 1
    return [1]


def g4():
    try:
        x = (yield from g3())
        print('x', x)
    finally:
        print('f4')


show(lambda: list(g4()))


class It:

    def __iter__(s):
        return s

    def __next__(s):
        raise StopIteration('val')

    def throw(s, *a):
        print('throw', a[0] if isinstance(a[0], type) else type(a[0]))
        return 'T'

    def close(s):
        print('close')
        raise ValueError('in close')

    def send(s, v):
        print('send', v)
        raise StopIteration(('sv', v))


class It2(It):

    def __next__(s):
        return 1


def g5(c):
    r = (yield from c())
    return ('r', r)


def ret(g):
    try:
        next(g)
    except StopIteration as e:
        return (e.value, e.args)


show(lambda: ret(g5(It)))
i = g5(It2)
show(lambda: next(i))
show(lambda: i.throw(KeyError('x')))
show(lambda: i.send(7))
i = g5(It2)
next(i)
show(lambda: i.close())
i = g5(It2)
next(i)
show(lambda: i.throw(GeneratorExit))
del i


def g6():
    i = (yield)
    i.close()
    yield 1


i = g6()
next(i)
show(lambda: i.send(i))
i = g6()
next(i)


def g7():
    me = (yield)
    next(me)


i = g7()
next(i)
show(lambda: i.send(i))


def g8():
    raise StopIteration('si')
    yield


show(lambda: next(g8()))
show(lambda: list((x for x in [1] if next(iter([])))))
show(lambda: [next(iter([])) for x in [1]])
show(lambda: tuple(map(lambda x: next(iter([])), [1])))


def g9():
    try:
        yield 1
    except ValueError:
        raise KeyError('from g9')


i = g9()
next(i)
try:
    raise TypeError('outer')
except TypeError:
    show(lambda: i.throw(ValueError('in')))


def g10():
    try:
        raise ValueError('held')
    except ValueError:
        yield 1
        raise


i = g10()
next(i)
try:
    raise TypeError('outer')
except TypeError:
    show(lambda: next(i))


def g11():
    try:
        raise ValueError('held')
    except ValueError:
        yield 1
    import sys
    yield sys.exception()


i = g11()
next(i)
show(lambda: next(i))
import sys


def g12():
    yield sys.exception()
    try:
        1 / 0
    except ZeroDivisionError:
        yield sys.exception()
    yield sys.exception()


i = g12()
try:
    raise KeyError('h')
except KeyError:
    show(lambda: next(i))
    show(lambda: next(i))
    show(lambda: next(i))
show(lambda: (g1().gi_frame.f_lineno > 0, g1().gi_running, g1().gi_code is g1.__code__, g1().gi_yieldfrom,
        g1().__name__, g1().gi_suspended))
i = g1()
i.__name__ = 'nn'
i.__qualname__ = 'qq'
show(lambda: repr(i)[:22])
show(lambda: setattr(i, '__name__', 3))
show(lambda: setattr(i, 'gi_code', 3))
show(lambda: type(i)())
show(lambda: i.foo)
show(lambda: g1.__code__.co_flags & 32)
show(lambda: iter(i) is i)
ge = (x for x in range(3))
show(lambda: ge.__name__)
show(lambda: ge.__qualname__)
show(lambda: list(ge))
show(lambda: list(ge))
show(lambda: (x for x in 3))
show(lambda: list((y for x in [1] for y in 3)))


def cl():
    fs = []
    for k in range(3):

        def f():
            nonlocal k
            k += 1
            return k
        fs.append(f)
    return ([f() for f in fs], k)


show(cl)


def cl2():

    def a():
        return b()

    def b():
        return c
    try:
        return a()
    finally:
        c = 1


show(cl2)


def cl3(x):

    def i(y=x):

        def j(z):
            return (x, y, z)
        return j
    return i


show(lambda: cl3(1)()(2))
show(lambda: cl3(1).__closure__[0].cell_contents)
show(lambda: cl3(1)().__closure__ and len(cl3(1)().__closure__))
c = cl3(5).__closure__[0]
show(lambda: c == cl3(5).__closure__[0])
show(lambda: c < cl3(6).__closure__[0])
c.cell_contents = 9
show(lambda: c.cell_contents)
del c.cell_contents
show(lambda: c.cell_contents)
show(lambda: type(c)(3).cell_contents)
show(lambda: hash(c))
F = type(cl)
show(lambda: F(cl3.__code__, {})(3).__name__)
show(lambda: F(cl3(1).__code__, {}))
show(lambda: F(cl3(1).__code__, {}, closure=(3,)))
show(lambda: F(cl3(1).__code__, {}, 'nm', (7,), (type(c)(4),))()(1))
show(lambda: F(3, {}))
show(lambda: F(cl.__code__, 3))
show(lambda: F(cl.__code__, {}, 3))
show(lambda: F(cl.__code__, {}, None, 3))
show(lambda: F())
show(lambda: F(cl.__code__, {}, kwdefaults={'a': 1}).__kwdefaults__)


def fn(a, b=1, *, k=2):
    """doc"""
    return (a, b, k)


show(lambda: (fn.__name__, fn.__qualname__, fn.__doc__, fn.__module__, fn.__defaults__, fn.__kwdefaults__,
        fn.__dict__, fn.__closure__, fn.__globals__ is globals(), fn.__builtins__ is not None))
fn.x = 1
show(lambda: fn.__dict__)
show(lambda: setattr(fn, '__defaults__', 3))
fn.__defaults__ = (5, 6)
show(lambda: fn())
fn.__kwdefaults__ = {'k': 9}
show(lambda: fn())
show(lambda: setattr(fn, '__kwdefaults__', 3))
del fn.__defaults__
show(lambda: fn())
del fn.__kwdefaults__
show(lambda: fn(1, 2))
show(lambda: setattr(fn, '__name__', 3))
show(lambda: setattr(fn, '__dict__', 3))
fn.__dict__ = {'z': 1}
show(lambda: fn.z)
show(lambda: delattr(fn, '__dict__'))
show(lambda: setattr(fn, '__globals__', {}))
show(lambda: setattr(fn, '__closure__', None))
fn.__doc__ = 3
show(lambda: fn.__doc__)
del fn.__doc__
show(lambda: fn.__doc__)
show(lambda: delattr(fn, '__name__'))
show(lambda: delattr(fn, '__code__'))
fn.__module__ = 4
show(lambda: fn.__module__)
show(lambda: fn.__type_params__)
show(lambda: setattr(fn, '__type_params__', 3))
show(lambda: fn.__get__(None, int) is fn)
show(lambda: fn.__call__(1, 2, k=3))
show(lambda: fn == fn)
show(lambda: fn < fn)
ns = {}
exec('a = 1\ndef f(): return a', ns)
show(lambda: ns['f']())
ns['a'] = 2
show(lambda: ns['f']())
loc = {}
exec('b = 1\nc = [b for _ in range(1)]', {}, loc)
show(lambda: loc)
show(lambda: exec('b = 1\ndef f(): return b\nf()', {}, {}))
show(lambda: eval('x + y', {'x': 1}, {'y': 2}))
show(lambda: eval('__builtins__', {})['len']([1]) if 0 else eval('len([1])', {}))
show(lambda: eval('len', {'__builtins__': {}}))
show(lambda: eval('len', {'__builtins__': {'len': 5}}))
show(lambda: eval('1; 2'))
show(lambda: eval(compile('1+1', '', 'eval')))
show(lambda: exec(compile('zz = 5', '', 'exec'), ns) or ns['zz'])
show(lambda: eval(compile('zz = 5', '', 'exec')))
show(lambda: eval('a', None))
show(lambda: eval('a', 3))
show(lambda: eval('a', {}, 3))
show(lambda: exec('a', {}, 3))


class NS(dict):

    def __missing__(s, k):
        return k.upper()


show(lambda: eval('foo + bar', {}, NS()))
show(lambda: eval('foo', NS()))
show(lambda: exec('x = foo\nprint(x)', {'__builtins__': __builtins__}, NS()))
show(lambda: eval('[foo for _ in range(1)]', {}, NS()))


def locs():
    a = 1
    l = locals()
    l['zz'] = 3
    a = 2
    return (l, locals() is l, sorted(locals()))


show(locs)
show(lambda: locals())
show(lambda: sorted(vars()))
show(lambda: [locals() for q in [1]])


def lc():
    x = 1
    return ([sorted(locals()) for q in [1]], {k: v for k, v in locals().items() if k != 'x'})


show(lc)


def delx():
    x = 1
    exec('x = 2')
    y = x
    return (y, eval('x'), 'x' in locals())


show(delx)
