"""Calls with wrong arguments, operators and descriptors that go wrong."""

def show(f, *a, **k):
    try:
        print(' ', f(*a, **k))
    except BaseException as e:
        print('  ', type(e).__name__, e)


def f(a, b=2, *c, d, e=5, **g):
    return (a, b, c, d, e, g)


show(f)
show(f, 1)
show(f, 1, d=1)
show(lambda: f(1, *[2, 3], d=4, **{'z': 1}))
show(lambda: f(1, a=2, d=3))
show(lambda: f(*3))
show(lambda: f(**3))
show(lambda: f(**{1: 2}))
show(lambda: f(1, d=1, **{'d': 2}))
show(lambda: f(*[1], **{'d': 1}, **{'d': 2}))
show(lambda: print(*3))
show(lambda: print(**3))
show(lambda: print(**{1: 2}))
show(lambda: print(1, foo=3))
show(lambda: dict(**{1: 2}))
show(lambda: dict(a=1, **{'a': 2}))


class Mp:

    def keys(self):
        return ['d', 'q']

    def __getitem__(self, k):
        return k.upper()


show(lambda: f(1, **Mp()))


class BadMp:

    def keys(self):
        return ['d']

    def __getitem__(self, k):
        raise KeyError('boom')


show(lambda: f(1, **BadMp()))


class BadK:

    def keys(self):
        return 3


show(lambda: f(1, **BadK()))


class It:

    def __iter__(self):
        raise ValueError('it')


show(lambda: f(*It()))


def p(a, b, /, c, *, d):
    return (a, b, c, d)


show(lambda: p(1, 2, 3, d=4))
show(lambda: p(1, b=2, c=3, d=4))
show(lambda: p(1, 2, c=3, d=4))
show(lambda: p(1, 2, 3, 4))
show(lambda: p(1))
show(lambda: p())
show(lambda: p(1, 2, d=1))
show(lambda: p(a=1, b=2, c=3, d=4))
show(lambda: p(1, 2, 3, 4, 5))
show(lambda: p(1, 2, 3, dd=4))
show(lambda: p(1, 2, 3, d=4, e=5, f=6))


def q():
    pass


show(lambda: q(1))
show(lambda: q(a=1))
show(lambda: q(*[1, 2]))


def kwo(*, a, b, c):
    pass


show(lambda: kwo())
show(lambda: kwo(a=1))
show(lambda: kwo(1, a=1, b=2, c=3))
show(lambda: kwo(1, 2))


def dd(a, b=1, c=2):
    pass


show(lambda: dd())
show(lambda: dd(1, 2, 3, 4))
show(lambda: dd(b=1))


def d2(a, *, k=1):
    pass


show(lambda: d2(1, 2))
show(lambda: d2(1, 2, k=3))
show(lambda: d2(1, 2, 3, k=4, z=1))


class C:

    def m(self, a):
        return a

    def n():
        pass


show(lambda: C().m())
show(lambda: C().m(1, 2))
show(lambda: C().n())
show(lambda: C.m())
show(lambda: C(1))
show(lambda: C.m(1, 2))
show(lambda: C().zip)
show(lambda: (lambda x: x)())
show(lambda: (lambda *x, **y: (x, y))(1, a=2))
show(lambda: len())
show(lambda: len(1, 2))
show(lambda: len(x=1))
show(lambda: [].append())
show(lambda: [].append(1, 2))
show(lambda: {}.get())
show(lambda: ''.join())
show(lambda: ''.split(1))
show(lambda: int('x'))
show(lambda: int([]))
show(lambda: int('1', 99))
show(lambda: int(1, 2))
show(lambda: 3())
show(lambda: None())
show(lambda: 'a' % (1, 2))
show(lambda: '%d' % 'x')
show(lambda: '%d %d' % 1)
show(lambda: '%z' % 1)
show(lambda: '{} {}'.format(1))
show(lambda: '{a}'.format())
show(lambda: '{'.format())
show(lambda: '}'.format())
show(lambda: '{0.x}'.format(1))
show(lambda: '{0[x]}'.format([1]))
show(lambda: '{:d}'.format('x'))
show(lambda: f'{1:s}')
show(lambda: f"{'a':d}")
show(lambda: f"{1:{'>'}{5}}")
show(lambda: f'{1!r:>5}')
show(lambda: f'{1:%}')
show(lambda: '{0}{}'.format(1, 2))
show(lambda: '{!x}'.format(1))
show(lambda: '{:{:{}}}'.format(1, 2, 3))


class Desc:

    def __get__(s, o, t):
        raise ValueError('get')

    def __set__(s, o, v):
        raise ValueError('set')

    def __delete__(s, o):
        raise ValueError('delete')


class H:
    d = Desc()

    @property
    def p(self):
        raise AttributeError('inner')

    @property
    def q(self):
        raise KeyError('inner q')

    def __getattr__(self, n):
        if n == 'boom':
            raise KeyError('boom')
        if n == 'miss':
            raise AttributeError('missing!')
        return 'ga:' + n


h = H()
show(lambda: h.d)
show(lambda: setattr(h, 'd', 1))
show(lambda: delattr(h, 'd'))
show(lambda: h.p)
show(lambda: h.q)
show(lambda: h.boom)
show(lambda: h.miss)
show(lambda: hasattr(h, 'miss'))
show(lambda: hasattr(h, 'boom'))
show(lambda: getattr(h, 'miss', 3))
show(lambda: getattr(h, 'boom', 3))
show(lambda: setattr(h, 'p', 3))
show(lambda: delattr(h, 'p'))
show(lambda: H.d)
show(lambda: getattr(h, 3))
show(lambda: setattr(h, 3, 3))
show(lambda: hasattr(h, 3))
show(lambda: getattr())
show(lambda: getattr(1, 'x'))
show(lambda: getattr(1, 'x', 2, 3))


class GA:

    def __getattribute__(self, n):
        if n == 'x':
            raise AttributeError('nox')
        return object.__getattribute__(self, n)


show(lambda: GA().x)
show(lambda: GA().y)
show(lambda: GA().__class__)
show(lambda: object.__getattribute__(GA(), 'x'))


class SL:
    __slots__ = ('a', 'b')


s = SL()
show(lambda: s.a)
s.a = 1
show(lambda: s.a)
show(lambda: setattr(s, 'c', 1))
show(lambda: s.__dict__)
show(lambda: delattr(s, 'b'))
show(lambda: SL.a)
show(lambda: SL.a.__get__(3))
show(lambda: SL.a.__get__(None, SL) is SL.a)
show(lambda: SL.a.__set__(s, 4))
show(lambda: s.a)
show(lambda: exec('class Z(SL, Exception): pass'))
show(lambda: exec('class Z(int, str): pass'))
show(lambda: exec('class Z(3): pass'))
show(lambda: exec('class Z(bool): pass'))
show(lambda: exec('class A: pass\nclass B(A): pass\nclass Z(A, B): pass'))
show(lambda: exec('class Z(type(None)): pass'))
show(lambda: exec('class Z(object, metaclass=3): pass'))
show(lambda: exec("class Z:\n __slots__ = ('a', 3)"))
show(lambda: exec("class Z:\n __slots__ = ('a',)\n a = 1"))
show(lambda: exec("class Z:\n __slots__ = 'a b'"))
show(lambda: exec("class Z(int):\n __slots__ = ('a',)"))
show(lambda: exec("class Z(tuple):\n __slots__ = ('a',)"))
show(lambda: exec('class Z(A, A): pass', {'A': C}))
show(lambda: exec('class Z(x=1): pass'))
show(lambda: exec('class Z(*[int], **{}): q=1'))


class R:

    def __radd__(s, o):
        return 'radd'

    def __iadd__(s, o):
        return 'iadd'

    def __add__(s, o):
        return NotImplemented

    def __index__(s):
        return 2

    def __getitem__(s, i):
        return i

    def __len__(s):
        return -1

    def __contains__(s, x):
        return 'truthy'

    def __hash__(s):
        return 'no'

    def __str__(s):
        return 3

    def __repr__(s):
        return 4

    def __bool__(s):
        return 3

    def __iter__(s):
        return 3

    def __call__(s, *a):
        return a

    def __int__(s):
        return 'x'

    def __float__(s):
        return 1

    def __complex__(s):
        return 1

    def __format__(s, sp):
        return 5

    def __bytes__(s):
        return 'b'

    def __dir__(s):
        return 3

    def __round__(s, n=None):
        return ('round', n)

    def __trunc__(s):
        return 7

    def __reversed__(s):
        return 'rev'

    def __length_hint__(s):
        return -1

    def __instancecheck__(s, x):
        return 3

    def __del__(s):
        raise ValueError('no matter')


r = R()
import sys
sys.unraisablehook = lambda args: print('unraisable', args.exc_value)
show(lambda: 1 + r)
show(lambda: r + 1)
show(lambda: r + r)
show(lambda: [1, 2, 3][r])
show(lambda: r[1:2, ...])
show(lambda: len(r))
show(lambda: 3 in r)
show(lambda: hash(r))
show(lambda: str(r))
show(lambda: repr(r))
show(lambda: bool(r))
show(lambda: iter(r))
show(lambda: r(1))
show(lambda: int(r))
show(lambda: float(r))
show(lambda: complex(r))
show(lambda: format(r))
show(lambda: f'{r}')
show(lambda: bytes(r))
show(lambda: dir(r))
show(lambda: round(r))
show(lambda: round(r, 1))
show(lambda: list(r))
show(lambda: reversed(r))
show(lambda: not r)
show(lambda: isinstance(3, r))
show(lambda: range(r)[1])
show(lambda: bin(r))
show(lambda: 1 if r else 2)
show(lambda: r is r and 3)


def ia():
    x = R()
    x += 1
    return x


show(ia)
show(lambda: print(r))
show(lambda: '%s' % r)
show(lambda: [r] and sorted([r, 1]))
show(lambda: {r: 1})
show(lambda: sum([r, r]))
show(lambda: sum([1, r]))
show(lambda: max([r, r]))
del r
