"""LOAD_ATTR and STORE_ATTR on instances: values, shared keys, dictionaries, slots, and every change in between."""


class A:
    def __init__(self, x):
        self.x = x
        self.y = 0


class B:
    def __init__(self):
        self.y = "first"
        self.x = "b.x"


class S:
    __slots__ = ("x", "y")

    def __init__(self):
        self.x = "slot"


class C:
    x = "class"


def get(o): return o.x
def put(o, v): o.x = v


def warm(o, n=150):
    for _ in range(n):
        r = get(o)
    return r


a, b, s, c = A(1), B(), S(), C()
print(warm(a), warm(b), warm(s), warm(c), warm(C), warm(a))
for o in (a, b, s, c):
    for i in range(150):
        put(o, i)
    print(get(o), end=" ")
print(C.x)
del c.x
print(get(c), end=" ")
for o in (a, s):
    warm(o)
    del o.x
    try:
        get(o)
    except AttributeError as error:
        print(error)
    put(o, "back")
    print(get(o), list(vars(o)) if o is a else "")
warm(b)
b.__dict__["x"] = "through the dict"
print(get(b), vars(b))
b.__dict__ = {"x": "new dict", "z": 1}
print(get(b))
for i in range(100):
    setattr(b, f"attribute{i}", i)
print(get(b), warm(b), len(vars(b)))
put(b, "stored in a big dict")
print(get(b), b.attribute50)


class D(A):
    pass


d = D(5)
warm(d)
D.x = "class attribute does not hide"
print(get(d))
D.x = property(lambda self: "property wins")
print(get(d), end=" ")
try:
    put(d, 1)
except AttributeError as error:
    print(error)
del D.x
print(get(d))
put(d, 6)
D.__getattribute__ = lambda self, name: "intercepted " + name
print(get(d))
del D.__getattribute__
print(get(d))
D.__setattr__ = lambda self, name, value: print("setattr", name, value)
put(d, 7)
print(get(d))
del D.__setattr__
put(d, 8)
print(get(d))
d.__class__ = A
print(get(d), warm(d))


def polymorphic(objects):
    out = []
    for _ in range(60):
        for o in objects:
            out.append(o.x)
    return out[-len(objects):]


print(polymorphic([A(1), B(), C(), D(3), type("E", (), {"x": "made"})(), C]))


class Many:
    def __init__(self, n):
        for i in range(n):
            setattr(self, f"a{i}", i)


def first(m): return m.a0


print([sum(first(Many(n)) for _ in range(50)) for n in (1, 5, 29, 31, 64, 300)])
orders = []
for order in (("p", "q"), ("q", "p")):
    class O:
        def __init__(self, names):
            for i, n in enumerate(names):
                setattr(self, n, i)
    os = [O(order if i % 2 else order[::-1]) for i in range(100)]
    orders.append((sum(o.p for o in os), sum(o.q for o in os)))
print(orders)


def points(n):
    ps = [A(i) for i in range(n)]
    for p in ps:
        p.y += p.x * 2
        p.x -= 1
        p.extra = p.x + p.y
    return sum(p.x for p in ps), sum(p.y for p in ps), sum(p.extra for p in ps), vars(ps[1])


print(points(200))


class Error:
    def __getattr__(self, name):
        return "fallback"


e = Error()
print(warm(e))
e.x = "now real"
print(warm(e))
del e.x
print(get(e))
for o in (None, 5, "s", object(), [].append):
    try:
        get(o)
    except AttributeError as error:
        print(error)


class Wide:
    pass


wide = Wide()
wide.__dict__ = {f"n{i}": i for i in range(50)}
wide.x = 0


def count_up(o, n):
    for i in range(n):
        o.x = o.x + i
    return o.x


print(count_up(wide, 200), len(vars(wide)))


class Intercepts:
    x = 5

    def __getattribute__(self, name):
        return name * 2


def intercepted(o, n):
    for i in range(n):
        r = o.x
    return r


print(intercepted(Intercepts(), 200))
