"""Finalizers that raise, recursion without end, deep nesting, numbers that are too large."""

import sys


def show(f, *a, **k):
    try:
        print(' ', f(*a, **k))
    except BaseException as e:
        print('  ', type(e).__name__, str(e)[:100])




def hook(args):
    print('unraisable', type(args.exc_value).__name__, args.exc_value)


sys.unraisablehook = hook


class D:

    def __init__(s, n):
        s.n = n

    def __del__(s):
        print('del', s.n)
        raise ValueError(s.n)


d = D(1)
del d


def f():
    d = D(2)
    raise KeyError('f')


show(f)


def g():
    try:
        yield D(3)
    finally:
        print('g finally')
        raise ValueError('in close')


i = g()
next(i)
del i


def g2():
    try:
        yield 1
    except GeneratorExit:
        print('exit')
        yield 2


i = g2()
next(i)
del i
i = g2()
next(i)
show(i.close)


def cyc():
    l = []

    def gen():
        try:
            yield l
        finally:
            print('cyc closed')
    x = gen()
    next(x)
    l.append(x)


cyc()


class Res:
    kept = []

    def __del__(s):
        Res.kept.append(s)
        print('resurrect')


r = Res()
del r
print(len(Res.kept))
Res.kept.clear()
print('cleared')


class CycD:

    def __init__(s):
        s.me = s

    def __del__(s):
        print('cyc del')


CycD()


def rec():
    return rec()


show(rec)


def rec2(n):
    return 0 if n == 0 else 1 + rec2(n - 1)


show(rec2, 900)
show(rec2, 100000)


class RR:

    def __repr__(s):
        return repr(s)


show(lambda: repr(RR()))


class RG:

    def __getattr__(s, n):
        return getattr(s, n + 'x')


show(lambda: RG().a)


class RE:

    def __eq__(s, o):
        return s == o


show(lambda: RE() == RE())


class RAdd:

    def __add__(s, o):
        return s + o


show(lambda: RAdd() + 1)


class RC:

    def __call__(s):
        return s()


show(lambda: RC()())


class RI:

    def __iter__(s):
        return iter(s)


show(lambda: list(RI()))


class RH:

    def __hash__(s):
        return hash(s)


show(lambda: {RH(): 1})


class RB:

    def __bool__(s):
        return bool(s)


show(lambda: 1 if RB() else 2)


class RL:

    def __len__(s):
        return len(s)


show(lambda: len(RL()))


class RCmp:

    def __lt__(s, o):
        return s < o


show(lambda: sorted([RCmp(), RCmp()]))


class RN:

    def __new__(c):
        return c()


show(RN)


class RIn:

    def __init__(s):
        RIn()


show(RIn)


class RDesc:

    def __get__(s, o, t):
        return o.x


class HasR:
    x = RDesc()


show(lambda: HasR().x)


class RSet:

    def __setattr__(s, n, v):
        s.x = v


show(lambda: setattr(RSet(), 'x', 1))


class RCont:

    def __contains__(s, x):
        return x in s


show(lambda: 1 in RCont())


class RIdx:

    def __getitem__(s, x):
        return s[x]


show(lambda: RIdx()[1])


class RFmt:

    def __format__(s, x):
        return f'{s}'


show(lambda: f'{RFmt()}')


class RIs(type):

    def __instancecheck__(c, x):
        return isinstance(x, c)


class RIsC(metaclass=RIs):
    pass


show(lambda: isinstance(1, RIsC))


class Rmro(type):

    def __getattribute__(c, n):
        return getattr(c, n)


class RmroC(metaclass=Rmro):
    pass


show(lambda: RmroC.x)


def gr():
    yield from gr()


show(lambda: list(gr()))
show(lambda: (lambda f: f(f))(lambda f: f(f)))
show(lambda: list(map(lambda x: rec(), [1])))
show(lambda: sorted([1, 2], key=lambda x: rec()))


def deco():
    import functools


l = []
for _ in range(100000):
    l = [l]
k = []
for _ in range(100000):
    k = [k]
del k
t = ()
for _ in range(100000):
    t = (t,)
del t
d = {}
for _ in range(100000):
    d = {1: d}
del d


class N:
    pass


n = None
for _ in range(100000):
    x = N()
    x.n = n
    n = x
del n, x


def mk(n):
    for _ in range(100000):
        n = lambda n=n: n
    return n


mk(None)
print('nested functions gone')
it = iter([1])
for _ in range(5000):
    it = iter(map(lambda x: x, it))
show(lambda: next(it))
del it
it = iter([1])
for _ in range(100000):
    it = map(None, it)
del it
print('maps gone')
gl = []


def gen(x):
    yield x


x = None
for _ in range(50000):
    x = gen(x)
    next(x)
del x
print('gens gone')
e = None
for _ in range(50000):
    n = ValueError()
    n.__context__ = e
    e = n
del e, n
print('exceptions gone')
c = int
show(lambda: isinstance(1, (((((int,),),),),)))
tt = int
for _ in range(100000):
    tt = (tt,)
del tt
show(lambda: len(eval('[' * 50 + ']' * 50)))
show(lambda: (1 << 100000).bit_length())
show(lambda: str(10 ** 5000))
show(lambda: int('1' * 5000))
show(lambda: 1 << (1 << 70))
show(lambda: 1 << -1)
show(lambda: [0] * (1 << 62))
show(lambda: 'a' * (1 << 62))
show(lambda: (0,) * (1 << 63))
show(lambda: 2 ** (-1))
show(lambda: 0 ** (-1))
show(lambda: 2 ** 0.5)
show(lambda: (-8) ** (1 / 3))
show(lambda: pow(3, -1, 7))
show(lambda: pow(2, -1, 4))
show(lambda: pow(2, 3, 0))
show(lambda: divmod(-7, 2))
show(lambda: -7 // 0)
show(lambda: 1.0 // 0)
show(lambda: 5 % 0)
show(lambda: float(10 ** 400))
show(lambda: int(float('inf')))
show(lambda: int(float('nan')))
show(lambda: 10 ** 400 / 10 ** 399)
show(lambda: 10 ** 400 / 3)
show(lambda: hash(10 ** 400))
show(lambda: range(10 ** 30)[10 ** 29])
show(lambda: len(range(10 ** 30)))
show(lambda: 10 ** 30 in range(10 ** 31))
show(lambda: round(12345, -2))
show(lambda: 5 .to_bytes(0))
show(lambda: 300 .to_bytes(1))
show(lambda: (-1).to_bytes(1))
show(lambda: int.from_bytes(b'\xff', signed=True))
show(lambda: 'x'.center(1 << 62))
show(lambda: bytearray(1 << 62))
show(lambda: bytes(-1))
show(lambda: chr(1 << 40))
show(lambda: chr(-1))
show(lambda: '%c' % (1 << 30))
show(lambda: '{:c}'.format(1 << 30))
show(lambda: f'{1:1000000000000000000000}')
show(lambda: f'{1.5:.99999999999}')
show(lambda: '%.*f' % (1 << 40, 1.0))
show(lambda: round(1.5, 1 << 70))
show(lambda: [1][1 << 70])
show(lambda: [1, 2][1 << 70:])
show(lambda: 'abc'[-(1 << 70):])
show(lambda: list(range(1 << 70, (1 << 70) + 2)))
show(lambda: range(0, 10, 0))
show(lambda: enumerate([1], 1 << 70).__next__())
show(lambda: 'a'.find('a', -(1 << 70), 1 << 70))
show(lambda: slice(1 << 70).indices(5))
show(lambda: slice(1).indices(-1))
