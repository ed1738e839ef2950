"""One hot loop, and everything about the objects in it changed while it runs."""


class P:
    scale = 2

    def __init__(self, x):
        self.x = x

    def get(self):
        return self.x * self.scale

    @property
    def half(self):
        return self.x / 2


class Q:
    scale = 3

    def __init__(self, x):
        self.extra, self.x = 0, x

    def get(self):
        return -self.x

    half = 0.25


def helper(v):
    return v + 1


events = {
    100: lambda o: setattr(P, "scale", 5),
    150: lambda o: setattr(o, "scale", 7),
    200: lambda o: setattr(P, "get", lambda self: ("patched", self.x)),
    250: lambda o: setattr(o, "__class__", Q),
    300: lambda o: globals().__setitem__("helper", lambda v: ("helper", v)),
    350: lambda o: o.__dict__.clear() or o.__dict__.update(x="cleared", y=1),
    400: lambda o: setattr(Q, "x", property(lambda self: "property", lambda self, v: None)),
    450: lambda o: delattr(Q, "x"),
    500: lambda o: setattr(Q, "__getattribute__", lambda self, n: object.__getattribute__(self, n)),
    550: lambda o: delattr(Q, "__getattribute__"),
    600: lambda o: setattr(o, "x", 1.5),
    650: lambda o: setattr(o, "x", 2**80),
    700: lambda o: setattr(Q, "half", property(lambda self: "half")),
    750: lambda o: setattr(Q, "get", staticmethod(lambda: "static")),
    800: lambda o: helper.__setattr__("__code__", (lambda v: ("new code", v)).__code__),
    850: lambda o: setattr(Q, "__getattr__", lambda self, name: "from getattr " + name),
    900: lambda o: o.__dict__.pop("x"),
}
o = P(10)
last = None
for i in range(1000):
    if i in events:
        events[i](o)
    try:
        now = (o.x, o.scale, o.get(), o.half, helper(i * 0))
    except (TypeError, AttributeError) as error:
        now = repr(error)
    if now != last:
        print(i, now)
        last = now


def loop(n, items):
    out = []
    total = 0
    for i in range(n):
        v = items[i % len(items)]
        if v is None:
            total = 0
        elif isinstance(v, str):
            total = len(v) + (total if isinstance(total, int) else 0)
        else:
            total = total + v
        if i % 50 == 0:
            out.append(total)
    return out


print(loop(300, [1]), loop(300, [1, 2.5]), loop(300, [1, None, "abc", 2**65]), loop(120, [1j, 2]))


def comparing(values):
    count = 0
    for a in values:
        for b in values:
            if a == b:
                count += 1
            try:
                if a < b:
                    count += 100
            except TypeError:
                count += 10000
    return count


print(comparing([1, 2, 3]), comparing([1.0, 2, True, 2**70]), comparing(["a", "b", ""]),
      comparing([1, "a", None, (1,), 2.5]), comparing([1, 2]))
keys = {}
for i in range(400):
    keys[i % 7 if i < 200 else str(i % 5)] = i
    if i == 300:
        keys = {"3": "replaced"}
print(keys)


class Meta(type):
    pass


class M(metaclass=Meta):
    v = "class"


out = []
for i in range(300):
    if i == 100:
        Meta.v = property(lambda cls: "meta property")
    if i == 200:
        del Meta.v
        M.v = "again"
    if M.v not in out[-1:]:
        out.append(M.v)
print(out)
