"""Parameters of every kind, and what binding complains about."""


def plain(a, b): return a, b
def default(a, b=2, c=3): return a, b, c
def star(a, *args): return a, args
def keywords(a, **kw): return a, kw
def everything(a, b=2, /, c=3, *args, d, e=5, **kw): return a, b, c, args, d, e, kw
def only(*, key, other=None): return key, other
def positional(a, b, /): return a, b
def nothing(): return "nothing"


print(plain(1, 2), plain(b=1, a=2), plain(*[1, 2]), plain(**{"a": 1, "b": 2}), plain(1, **{"b": 5}), plain(*"xy"))
print(default(1), default(1, c=9), default(1, 4, 5), default(c=1, a=2), default(*(1, 2), **{"c": 0}))
print(star(1), star(1, 2, 3), star(*range(4)), star(*[1], *[2, 3], 4), keywords(1), keywords(1, x=2, y=3),
      keywords(**{"a": 1, "z": 2}, k=3))
print(everything(1, d=4), everything(1, 2, 3, 4, 5, d=6, e=7, f=8, a=9), everything(*(1, 2), **{"d": 3, "b": 1}),
      everything(1, c=0, d=1))
print(only(key=1), positional(1, 2), nothing(), (lambda *a, k=1, **kw: (a, k, kw))(1, 2, k=3, z=4))

calls = [lambda: plain(), lambda: plain(1), lambda: plain(1, 2, 3), lambda: plain(1, a=1), lambda: plain(1, 2, c=3),
         lambda: plain(1, 2, 3, x=4), lambda: default(), lambda: default(1, 2, 3, 4),
         lambda: default(1, 2, b=2), lambda: star(), lambda: keywords(), lambda: keywords(1, 2), lambda: everything(1),
         lambda: everything(d=1), lambda: only(), lambda: only(1), lambda: only(1, key=2),
         lambda: only(key=1, bad=2), lambda: positional(1), lambda: positional(a=1, b=2), lambda: positional(1, b=2),
         lambda: nothing(1), lambda: nothing(x=1), lambda: nothing(1, 2, y=3),
         lambda: plain(*5), lambda: plain(**5), lambda: plain(**{1: 2}), lambda: keywords(1, **{"a": 2}),
         lambda: plain(*[1], **{"a": 1}), lambda: plain(a=1, **{"a": 2}), lambda: nothing(*[], **{"x": 1}),
         lambda: default(aa=1), lambda: number(), lambda: text(1), lambda: none(), lambda: items(0)]
number, text, none, items = 5, "s", None, []
for call in calls:
    try:
        print(call())
    except TypeError as error:
        print("TypeError:", error)


def missing3(a, b, c, *, d, e): pass


for args, kw in (((), {}), ((1,), {}), ((1, 2), {}), ((1, 2, 3), {}), ((1, 2, 3), {"d": 1}), ((1, 2, 3, 4), {}),
                 ((1, 2, 3, 4), {"d": 1})):
    try:
        missing3(*args, **kw)
    except TypeError as error:
        print(error)


class C:
    def method(self, x, y=1): return x, y
    @staticmethod
    def static(x): return x
    @classmethod
    def make(cls, x): return cls.__name__, x


c = C()
print(c.method(1), C.method(c, 2), c.static(3), C.static(4), c.make(5), C.make(6))
for call in (lambda: c.method(), lambda: c.method(1, 2, 3), lambda: C.method(), lambda: c.static(), lambda: C.make(),
             lambda: C.make(1, 2), lambda: C(1), lambda: c()):
    try:
        print(call())
    except TypeError as error:
        print("TypeError:", error)


def order(tag, value=None):
    print(tag, end=" ")
    return value


def show(*args, **kw):
    print("->", args, kw)


show(order("a", 1), *order("b", [2]), order("c", 3), x=order("d", 4), **order("e", {"y": 5}), z=order("f", 6))
defaults = [order("default", n) for n in range(2)]
def evaluated(x=order("once", [])): x.append(1); return x
print(evaluated(), evaluated(), evaluated([]))
