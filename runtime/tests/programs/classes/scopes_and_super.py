"""del of everything, := and closures in comprehensions and classes, super() in odd places."""

def show(f, *a):
    try:
        print(' ', f(*a))
    except BaseException as e:
        print('  ', type(e).__name__, e)


def d1():
    x = 1
    del x
    return x


def d2():

    def i():
        return y
    y = 1
    del y
    return i()


def d3():

    def i():
        nonlocal z
        del z
    z = 1
    i()
    return z


def d4():
    global GG
    GG = 1
    del GG
    return GG


def d5():
    global GG
    del GG


def d6():
    a = [1, 2, 3]
    del a[0], a[-1]
    return a


def d7():

    class K:
        v = 1
    del K.v
    return K.v


def d8():

    class K:
        v = 1
    k = K()
    k.w = 1
    del k.w
    return k.w


def d9():
    k = {}
    del k['x']


def d10():
    a, [b, c] = (1, (2, 3))
    del (a, [b])
    return (c, a)


def d11():

    class K:
        x = 1
        del x
        y = x


for n in range(1, 12):
    show(globals()[f'd{n}'])
show(lambda: exec('del print'))
show(lambda: exec('del nope'))
print([(y := (i * 2)) for i in range(3)], y)


def w():
    r = [(q := i) for i in range(4) if (p := (i % 2))]
    return (r, q, p)


show(w)


def w2():
    t = 0
    l = [(t := (t + i)) for i in range(5)]
    return (t, l, any(((hit := k) > 2 for k in range(6))), hit)


show(w2)
print({(k := i): (vv := (k + 1)) for i in range(2)}, k, vv)
show(lambda: [1 / i for i in (1, 0)])
show(lambda: {i: [][i] for i in range(2)})
show(lambda: list((x for x in nope)))
show(lambda: [x for x in 3])
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs])
print([[i * j for j in range(i)] for i in range(4)], [a for b in [[1, 2], [3]] for a in b if a != 2])


def cc():
    x = 10
    r = [x + y for y in range(2) for x in [y * 100]]
    return (r, x)


show(cc)


class K:
    a = 1
    b = [a for _ in range(2)] if False else 7

    def meth(self):
        return (__class__, a if False else 1)
    try:
        c = [a for _ in range(2)]
    except NameError as e:
        c = str(e)
    d = [z for z in [a]]
    l = lambda self: self.a
    x = 5

    def f(x=x):
        return x
    print(sorted((k for k in locals() if not k.startswith('__'))))


print(K.b, K.c, K.d, K().l(), K.f(), K().meth()[0])


def outer():
    v = 'outer'

    class Q:
        print(v)
        v = 'inner'
        print(v)

        def g(self):
            return v
    return (Q().g(), Q.v)


show(outer)


def outer2():

    class A:
        nonlocal_ = 1

        class B:

            def f(self):
                return (__class__.__qualname__, super().__repr__()[:8])
    return A.B().f()


show(outer2)


class Base:

    def f(self):
        return 'Base.f'

    @classmethod
    def c(cls):
        return ('Base.c', cls.__name__)

    @staticmethod
    def s():
        return 's'

    @property
    def p(self):
        return 'Base.p'


class D(Base):

    def f(self):
        return 'D+' + super().f()

    @classmethod
    def c(cls):
        return super().c()

    @property
    def p(self):
        return super().p + 'D'

    def lam(self):
        return (lambda: super(D, self).f())()

    def lam2(self):
        return (lambda: super().f())()

    def comp(self):
        return [super().f() for _ in range(1)]

    def gen(self):
        return list((super().f() for _ in range(1)))

    def noarg():
        return super().f()

    def st(*args):
        return super().f()

    def delself(self):
        del self
        return super().f()

    def reb(self):
        self = 3
        return super().f()

    def attr(self):
        return super().nope

    def seta(self):
        super().x = 1

    def unb(self):
        return super(D).__get__(self).f()

    def own(self):
        return super(Base, self).f()

    def rep(self):
        return (repr(super())[:30], super().__class__, super().__thisclass__, super().__self__ is self)
    nested = lambda self: super().f()


for n in 'f c p lam lam2 comp gen st delself reb attr seta unb own rep nested'.split():
    print(n, end='')
    show(lambda: (lambda a: a() if callable(a) else a)(getattr(D(), n)))
show(D.noarg)
show(lambda: super())
show(lambda: super(1))
show(lambda: super(int, 'x'))
show(lambda: super(int, bool))
show(lambda: super(int, True).__add__(2))
show(lambda: super(1, 2, 3))
show(lambda: super(type, int))


def free(self):
    return super().f()


D.free = free
show(D().free)


def usescls(self):
    return __class__


show(usescls, 1)


class M(type):

    def __new__(m, n, b, d):
        cell = d.pop('__classcell__', None)
        return super().__new__(show, n, b, d)


show(lambda: exec('class X(metaclass=M):\n def f(self): return __class__\n'))


class M2(type):

    def __new__(m, n, b, d):
        d['__classcell__'] = 3
        return super().__new__(show, n, b, d)


show(lambda: exec('class X(metaclass=M2):\n def f(self): return __class__\n'))


class M3(type):

    def __new__(m, n, b, d):
        return 3


class X3(metaclass=M3):

    def f(self):
        return __class__


print(X3)
