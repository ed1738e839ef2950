"""C3 linearisation and cooperative super()."""


class Base:
    def __init__(self, **kw):
        print("Base", kw)

    def chain(self):
        return ["Base"]


class A(Base):
    def __init__(self, a=None, **kw):
        print("A", a)
        super().__init__(**kw)

    def chain(self):
        return ["A"] + super().chain()


class B(Base):
    def __init__(self, b=None, **kw):
        print("B", b)
        super().__init__(**kw)

    def chain(self):
        return ["B"] + super().chain()


class C(A, B):
    def chain(self):
        return ["C"] + super().chain()


class D(B, A):
    pass


class E(C):
    def chain(self):
        return ["E"] + super(C, self).chain()


def names(cls):
    return [c.__name__ for c in cls.__mro__]


print(C(a=1, b=2, c=3).chain(), D().chain(), E().chain())
print(names(C), names(D), names(E))
for bases in ((C, D), (A, C), (Base, A), (object, A)):
    try:
        print(names(type("X", bases, {})))
    except TypeError as error:
        print(error)
O = object
F, G, H = (type(n, (O,), {}) for n in "FGH")
K1 = type("K1", (F, G), {})
K2 = type("K2", (G, H), {})
K3 = type("K3", (K1, K2), {})
print(names(K3), names(type("Z", (K3, H), {})))
s = super(A, C())
print(type(s), s.__thisclass__.__name__, type(s.__self__).__name__, s.__self_class__.__name__, s.chain())
print(super(C, C).chain(C.__new__(C)), super(A, C).__init__.__qualname__)
unbound = super(A)
print(unbound.__self__, unbound.__get__(C.__new__(C)).chain())
for bad in (lambda: super(), lambda: super(A, 5), lambda: super(5, 5), lambda: super(A, C.__new__(C)).nope,
            lambda: super(A, B)):
    try:
        print(bad())
    except (RuntimeError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)


class P:
    x = "P.x"

    @property
    def prop(self):
        return "P.prop"

    @classmethod
    def make(cls):
        return cls.__name__

    @staticmethod
    def static():
        return "P.static"

    def __getitem__(self, i):
        return f"P[{i}]"


class Q(P):
    x = "Q.x"

    @property
    def prop(self):
        return "Q+" + super().prop

    @classmethod
    def make(cls):
        return "Q+" + super().make()

    @staticmethod
    def static():
        return "Q+" + super(Q, Q).static()

    def __getitem__(self, i):
        return "Q+" + super().__getitem__(i)

    def get(self):
        in_comprehension = [super(Q, self).x for _ in range(1)]
        return super().x, self.x, __class__.__name__, in_comprehension


class R(Q):
    pass


r = R()
print(r.prop, r.make(), r.static(), r[1], r.get())


class Meta(type):
    def mro(cls):
        order = super().mro()
        return order[:1] + order[1:][::-1] if cls.__name__ == "Odd" else order


try:
    class Odd(Base, metaclass=Meta):
        pass
    print(names(Odd))
except TypeError as error:
    print(error)
A.__bases__ = (P,)
print(names(C) if C.__mro__ else None, C.x)
try:
    A.__bases__ = (C,)
except TypeError as error:
    print(error)
