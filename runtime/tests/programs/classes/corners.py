"""Metaclasses, bases, names and descriptors at their corners."""

def show(f, *a, **k):
    try:
        print(' ', f(*a, **k))
    except BaseException as e:
        print('  ', type(e).__name__, str(e)[:200])


class Meta(type):

    def __call__(c, *a, **k):
        print('call', a, k)
        return super().__call__(*a, **k)

    def __prepare__(n, b, **k):
        print('prep', n, k)
        return {'pre': 1}

    def __new__(m, n, b, d, **k):
        return super().__new__(show, n, b, d)

    def __init__(c, n, b, d, **k):
        print('init', n, sorted((x for x in d if x[0] != '_')))

    def __len__(c):
        return 42

    def __iter__(c):
        return iter([1, 2])

    def __contains__(c, x):
        return True

    def __getitem__(c, x):
        return ('meta', x)

    def __setitem__(c, x, v):
        print('set', x, v)

    def __delitem__(c, x):
        print('del', x)

    def __getattr__(c, n):
        return 'meta-' + n

    def __or__(c, o):
        return 'or'

    def __eq__(c, o):
        return 'eq'

    def __hash__(c):
        return 7

    def __bool__(c):
        return False

    def __instancecheck__(c, o):
        return 'yes'

    def __subclasscheck__(c, o):
        return []

    def mro(c):
        return type.mro(c)

    def __dir__(c):
        return ['q']

    def __repr__(c):
        return '<META>'

    @property
    def prop(c):
        return 'metaprop'


class X(metaclass=Meta, kw=1):

    def __init__(self, a=0):
        pass


show(lambda: len(X))
show(lambda: list(X))
show(lambda: 5 in X)
show(lambda: X[3])
X[1] = 2
del X[1]
show(lambda: X.foo)
show(lambda: X | 3)
show(lambda: X == 3)
show(lambda: hash(X))
show(lambda: bool(X))
show(lambda: isinstance(3, X))
show(lambda: issubclass(int, X))
show(lambda: dir(X))
show(lambda: repr(X))
show(lambda: X.prop)
show(lambda: X(5) and 0)
show(lambda: X().prop)
show(lambda: X.pre)
show(lambda: X.__dict__['pre'])
show(lambda: {X: 1}[X])
show(lambda: str(X))
show(lambda: f'{X}')


class Prep(type):

    @classmethod
    def __prepare__(m, n, b):
        return 3


show(lambda: exec('class Q(metaclass=Prep): pass'))


class Prep2(type):

    @classmethod
    def __prepare__(m, n, b):

        class D(dict):

            def __setitem__(s, k, v):
                print('ns', k)
                dict.__setitem__(s, k, v)

            def __missing__(s, k):
                if k.startswith('magic'):
                    return k * 2
                raise KeyError(k)
        return D()


class P2(metaclass=Prep2):
    a = magic1

    def f(self):
        pass
    show(lambda: P2) if False else 0


show(lambda: P2.a)
show(lambda: type(P2.__dict__).__name__)


class SN:

    def __set_name__(s, o, n):
        print('sn', o.__name__, n)
        s.n = n

    def __get__(s, o, t=None):
        return (s.n, o is None)


class BadSN:

    def __set_name__(s, o, n):
        raise ValueError('sn!')


class U:
    a = SN()
    b = SN()

    def __init_subclass__(cls, /, tag=None, **k):
        print('isub', cls.__name__, tag, k)
        super().__init_subclass__(**k)


show(lambda: (U.a, U().b))


class V(U, tag=5):
    pass


show(lambda: exec('class W(U, bad=5): pass', {'U': U}))
show(lambda: exec('class W:\n x = BadSN()', {'BadSN': BadSN}))


class A:
    pass


class B(A):
    pass


class C(A):
    pass


class D(B, C):
    pass


show(lambda: [c.__name__ for c in D.__mro__])
show(lambda: D.mro())
show(lambda: type('E', (A, D), {}))
D.__bases__ = (C, B)
show(lambda: [c.__name__ for c in D.__mro__])


def sb(c, b):
    c.__bases__ = b


show(sb, D, ())
show(sb, D, (D,))
show(sb, A, (D,))
show(sb, D, (int,))
show(sb, int, (object,))
show(sb, D, 3)
show(sb, D, (3,))
show(sb, A, (object,))


class BadMro(type):

    def mro(c):
        return [c, 3]


show(lambda: BadMro('x', (), {}))


class BadMro2(type):

    def mro(c):
        return 3


show(lambda: BadMro2('x', (), {}))


class BadMro3(type):

    def mro(c):
        return [int, c, object]


show(lambda: BadMro3('x', (), {}))


def sc(o, c):
    o.__class__ = c
    return type(o).__name__


class E1:
    __slots__ = ('a',)


class E2:
    __slots__ = ('a',)


class E3:
    __slots__ = ('b',)


show(sc, A(), B)
show(sc, A(), int)
show(sc, 3, A)
show(sc, A(), 3)
show(sc, E1(), E2)
show(sc, E1(), E3)
show(sc, E1(), A)
show(sc, A(), E1)
show(sc, A, type)
show(lambda: delattr(A(), '__class__'))
a = A()
a.x = 1
a.__class__ = B
show(lambda: (a.x, a.__dict__))
a.__dict__ = {'y': 2}
show(lambda: a.y)
show(lambda: a.x)
show(lambda: setattr(a, '__dict__', 3))
del a.__dict__
show(lambda: a.__dict__)
show(lambda: a.y)


def sn(c, n):
    c.__name__ = n
    return (c.__name__, repr(c)[:40])


show(sn, A, 'AA')
show(sn, A, 3)
show(sn, A, 'a\x00b')
show(sn, int, 'x')
A.__qualname__ = 'q.AA'
show(lambda: repr(A))
show(lambda: setattr(A, '__qualname__', 3))
A.__module__ = 'mm'
show(lambda: repr(A))
A.__module__ = 3
show(lambda: repr(A))
show(lambda: delattr(A, '__name__'))
A.__doc__ = 'doc'
show(lambda: A.__doc__)
show(lambda: setattr(int, '__doc__', 'x'))
show(lambda: setattr(int, 'foo', 1))
show(lambda: delattr(A, 'nope'))
show(lambda: type.__name__)
show(lambda: type.__dict__['__name__'].__get__(A))
show(lambda: A.__subclasses__())
show(lambda: object.__reduce_ex__(3, 2)) if 0 else 0
show(lambda: type.__subclasscheck__(A, B))
show(lambda: type.__instancecheck__(A, B()))
show(lambda: int.__subclasshook__(3))
show(lambda: object().__format__('x'))
show(lambda: object.__eq__(1, 1))
show(lambda: object.__ne__(1, 2))
show(lambda: object().__lt__(3))
show(lambda: object.__str__())
show(lambda: object.__setattr__(int, 'x', 1))
show(lambda: object.__setattr__(A, 'x', 1))
show(lambda: type.__setattr__(3, 'x', 1))
show(lambda: object.__getattribute__(A, '__name__'))
show(lambda: object.__delattr__(3, 'real'))


class Abs:

    def f(self):
        pass
    f.__isabstractmethod__ = True


show(lambda: Abs() and 0)
show(lambda: Abs.__abstractmethods__)
Abs.__abstractmethods__ = frozenset({'f', 'g'})
show(lambda: Abs())
Abs.__abstractmethods__ = ()
show(lambda: Abs() and 0)


class Pr:

    @property
    def x(self):
        """docx"""
        return self._x

    @x.setter
    def x(self, v):
        self._x = v

    @x.deleter
    def x(self):
        del self._x
    ro = property(lambda s: 1)
    wo = property(None, lambda s, v: None)
    bad = property(3)


p = Pr()
p.x = 5
show(lambda: p.x)
del p.x
show(lambda: p.x)
show(lambda: setattr(p, 'ro', 1))
show(lambda: delattr(p, 'ro'))
show(lambda: p.wo)
show(lambda: p.bad)
show(lambda: Pr.x.__doc__)
show(lambda: Pr.x.fget.__name__)
show(lambda: Pr.x.__name__)
show(lambda: property(1, 2, 3, 4, 5))
show(lambda: property(foo=1))
show(lambda: Pr.ro.__isabstractmethod__)
show(lambda: Pr.x.__get__(None))
show(lambda: Pr.x.__set__(p))
show(lambda: setattr(Pr.x, 'fget', 1))
show(lambda: property().__get__(1))
show(lambda: property().__set__(1, 2))
show(lambda: property().__delete__(1))


class Mt:

    def f(self, a=1):
        return a

    @classmethod
    def c(cls):
        return cls

    @staticmethod
    def s():
        return 1


mt = Mt()
b = mt.f
show(lambda: (b.__self__ is mt, b.__func__ is Mt.f, b == mt.f, b is mt.f, hash(b) == hash(mt.f), b.__name__, b.__doc__))
show(lambda: setattr(b, 'x', 1))
b.__func__.x = 2
show(lambda: b.x)
show(lambda: Mt.c.__self__ is Mt)
show(lambda: Mt.__dict__['s']())
show(lambda: Mt.__dict__['c']())
show(lambda: Mt.__dict__['s'].__wrapped__ is Mt.s)
show(lambda: type(b)(3, 4))
show(lambda: type(b)(len, None))
show(lambda: type(b)(len, [1])())
show(lambda: type(b)())
show(lambda: Mt.f.__get__(5)(6))
show(lambda: Mt.f.__get__())
show(lambda: len.__get__(3))
show(lambda: [].append.__self__)
show(lambda: str.upper.__get__('x')())
show(lambda: str.upper.__get__(3))
show(lambda: str.upper(3))
show(lambda: str.upper())
show(lambda: dict.fromkeys.__self__)
show(lambda: int.__add__(1, 'x'))
show(lambda: int.__add__('x', 1))
show(lambda: int.__add__(1))
show(lambda: 1 .__add__.__name__)
show(lambda: 1 .__add__.__objclass__)
show(lambda: list.append.__objclass__)
show(lambda: int.real.__get__(5))
show(lambda: int.real.__get__('x'))
show(lambda: int.real.__set__(5, 1))
show(lambda: type.__dict__['__dict__'].__get__(int)['__add__'].__name__)
show(lambda: 1 .__add__ == 1 .__add__)
show(lambda: [].append == [].append)
show(lambda: classmethod(3).__get__(1))
show(lambda: staticmethod(3).__get__(1))
show(lambda: staticmethod(3)())
show(lambda: classmethod(len).__get__(None, [1])())
show(lambda: classmethod())
show(lambda: staticmethod(1, 2))
