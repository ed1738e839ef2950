"""Annotations (PEP 649), global and nonlocal, modules with __getattr__."""

def show(f, *a, **k):
    try:
        print(' ', f(*a, **k))
    except BaseException as e:
        print('  ', type(e).__name__, str(e)[:150])


x: int = 1
y: Undefined


def f(a: A, b: int=3, *c: str, d: 'lit'=1, **e: dict) -> list[int]:
    pass


show(lambda: f.__annotations__)
A = 5
show(lambda: f.__annotations__)
show(lambda: f.__annotations__ is f.__annotations__)
show(lambda: f.__annotate__(1))
show(lambda: f.__annotate__(2))
show(lambda: f.__annotate__(99))
show(lambda: f.__annotate__) if 0 else 0


class K:
    a: int
    b: 'K' = 3
    if False:
        c: int
    for q in range(1):
        d: str

    def m(self, o: K) -> K:
        pass
    (e): int = 4
    f.x: int = 5


show(lambda: K.__annotations__)
show(lambda: K.m.__annotations__)
show(lambda: '__annotations__' in K.__dict__)
show(lambda: sorted((k for k in K.__dict__ if 'annot' in k)))


class K2:
    a: nope


show(lambda: K2.__annotations__)
show(lambda: K2.__annotate__(1))
K2.__annotations__ = {'z': 1}
show(lambda: K2.__annotations__)
del K2.__annotations__
show(lambda: K2.__annotations__)


class K3(K):
    pass


show(lambda: K3.__annotations__)
show(lambda: type.__annotations__)
show(lambda: int.__annotations__)
f.__annotations__ = {'p': 1}
show(lambda: f.__annotations__)
del f.__annotations__
show(lambda: f.__annotations__)
show(lambda: f.__annotate__)


def st(v):
    f.__annotations__ = v


show(st, 3)
show(st, None)
show(lambda: f.__annotations__)


def sa(v):
    f.__annotate__ = v


show(sa, 3)
show(sa, lambda fmt: {'q': fmt})
show(lambda: f.__annotations__)
show(sa, lambda fmt: 3)
show(lambda: f.__annotations__)
show(sa, None)
show(lambda: f.__annotations__)


def loc():
    v: int = 1
    w: nope2
    return v


show(loc)
show(lambda: loc.__annotations__)


def outer():
    T = int

    def inner(a: T) -> T:
        pass

    class C:
        U = str

        def meth(self, a: U, b: T):
            pass
        z: U
    T = float
    return (inner.__annotations__, C.meth.__annotations__, C.__annotations__)


show(outer)
g1 = 1


def gg():
    global g1, gnew
    g1 = 2
    gnew = 3

    def h():
        global g1
        g1 += 1
        return g1
    return h()


show(gg)
show(lambda: (g1, gnew))


def nl():
    a = 1

    def i():
        nonlocal a
        a += 1

        def j():
            nonlocal a
            a *= 10
        j()
        return a
    return (i(), a)


show(nl)
import sys
M = type(sys)
mod = M('mod')
exec('''
def __getattr__(name):
    if name == 'bad':
        raise KeyError(name)
    if name == 'none':
        raise AttributeError('custom')
    return 'ga ' + name


def __dir__():
    return ['z', 'a']
''', mod.__dict__)
show(lambda: mod.foo)
show(lambda: mod.bad)
show(lambda: mod.none)
show(lambda: dir(mod))
show(lambda: mod.__name__)
show(lambda: hasattr(mod, 'none'))
show(lambda: mod.__file__)
mod2 = M('mod2')
show(lambda: mod2.x)
show(lambda: M('a', 3).__doc__)
show(lambda: M())
show(lambda: M(3))
del mod2.__name__
show(lambda: mod2.x)
show(lambda: mod2.__dict__)
show(lambda: setattr(mod2, '__dict__', {}))
mod2.__getattr__ = 3
show(lambda: mod2.q)
mod3 = M('mod3')
mod3.__spec__ = 3
show(lambda: mod3.zz)
mod3.__file__ = 'ff'
show(lambda: repr(mod3))
show(lambda: mod3.__annotations__)
mod3.__annotations__ = {1: 2}
show(lambda: mod3.__annotations__)
