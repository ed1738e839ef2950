"""LOAD_ATTR of methods, class attributes, properties and modules, while they change."""

import math
import sys


class A:
    attr = "class attribute"

    def method(self):
        return "A.method"

    @property
    def prop(self):
        return "A.prop"

    @staticmethod
    def static():
        return "A.static"

    @classmethod
    def cls(cls):
        return cls.__name__


class Slots:
    __slots__ = ()

    def method(self):
        return "Slots.method"


class WithGetattr:
    def __init__(self):
        self.real = 1

    def __getattribute__(self, name):
        if name == "method":
            return lambda: "from __getattribute__"
        return object.__getattribute__(self, name)


def call(o): return o.method()
def everything(o): return o.attr, o.prop, o.static(), o.cls(), o.method()


def warm(f, o, n=150):
    for _ in range(n):
        r = f(o)
    return r


a = A()
print(warm(call, a), warm(call, Slots()), warm(call, WithGetattr()), warm(everything, a), warm(call, a))
A.method = lambda self: "replaced"
print(call(a), warm(call, a))
a.method = lambda: "instance"
print(call(a), warm(call, a), call(A()))
del a.method
print(call(a))


class B(A):
    pass


b = B()
print(warm(everything, b))
A.attr = "changed in the base"
A.prop = property(lambda self: "new property")
A.static = staticmethod(lambda: "new static")
print(everything(b))
B.method = lambda self: "B.method"
B.attr = "B.attr"
print(everything(b), everything(a))
del B.method, B.attr
print(everything(b))
B.__bases__ = (type("Base", (A,), {"method": lambda self: "from the new base"}),)
print(call(b), warm(call, b))
a.__class__ = B
print(call(a))
A.prop = 5
print(b.prop)


class Descriptor:
    def __get__(self, instance, owner):
        return "descriptor" if instance is not None else "on the class"


A.attr = Descriptor()
print(b.attr, B.attr, warm(lambda o: o.attr, b), warm(lambda o: o.attr, B))


class Meta(type):
    def __getattr__(cls, name):
        return f"Meta.{name}"

    @property
    def on_meta(cls):
        return "property of Meta"


class M(metaclass=Meta):
    attr = "plain"


def class_attr(c): return c.attr
def meta_attr(c): return c.on_meta, c.unknown


print(warm(class_attr, M), warm(meta_attr, M), warm(class_attr, A))
Meta.attr = property(lambda cls: "data descriptor on the metaclass wins")
print(class_attr(M))
del Meta.attr
M.attr = "changed"
print(class_attr(M))


def module_attr(): return math.pi, math.floor(2.5), sys.maxsize > 0


for _ in range(150):
    r = module_attr()
print(r)
math.pi = 3
print(module_attr()[0])
del math.pi
try:
    module_attr()
except AttributeError as error:
    print(error)
math.pi = 3.14
print(module_attr()[0])


def built_in(items):
    for i in range(200):
        items.append(i)
        items.pop()
    return items, "a,b".split(","), "x".join(["1", "2"]), {1: 2}.get(1), {1: 2}.get(5, "d"), (1, 2).count(1)


print(built_in([]))


class L(list):
    def append(self, x):
        super().append(-x)


print(built_in(L()))


def bound(o):
    m = o.method
    return m(), m.__self__ is o


print(warm(bound, A()), warm(bound, b))


def polymorphic(objects):
    return [[o.method() for o in objects] for _ in range(60)][-1]


print(polymorphic([A(), Slots(), WithGetattr(), B(), b]))


class PropertyChange:
    def __init__(self):
        self.n = 0

    @property
    def next(self):
        self.n += 1
        if self.n == 100:
            PropertyChange.next = "no longer a property"
        return self.n


p = PropertyChange()
print([p.next for _ in range(120)][97:103])
