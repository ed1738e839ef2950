# What specialised attribute access and calls rely on is changed behind their backs.


def load(o):
    return o.x


def store(o, value):
    o.x = value


def method(o):
    return o.m()


class List(list):
    def m(self):
        return "class"


items = List()
for _ in range(100):
    method(items)
items.m = lambda: "own"
print(method(items), method(List()))


class Plain:
    pass


class Other:
    x = "other"


for number in range(100):
    plain = Plain()
    store(plain, number)
    load(plain)
plain.__class__ = Other
print(load(plain), plain.__dict__)
store(plain, 5)
print(load(plain), load(Other()))
plain.__dict__ = {"x": "replaced"}
print(load(plain))
del plain.x
print(load(plain))

kept = Plain()
kept.__dict__ = {"x": 0}
for number in range(100):
    store(kept, [number])
print(kept.__dict__)
kept.__dict__.clear()
store(kept, 1)
print(kept.__dict__)


class Made:
    def __init__(self, value=3):
        self.value = value


def make(cls):
    return cls()


for _ in range(100):
    make(Made)
print(make(Made).value)
Made.__init__.__defaults__ = (4,)
print(make(Made).value)
Made.__init__ = lambda self: setattr(self, "value", "replaced")
print(make(Made).value)


class Slots:
    __slots__ = ("x",)

    def __init__(self, x):
        self.x = x


def make_slots(x):
    return Slots(x)


for number in range(100):
    load(make_slots(number))
print(load(make_slots(7)))
Slots.x = property(lambda self: "property")
try:
    make_slots(8)
except AttributeError as error:
    print(error)


class Items:
    def __getitem__(self, key):
        return key


def subscript(o, key):
    return o[key]


for _ in range(100):
    subscript(Items(), 1)
Items.__getitem__.__code__ = (lambda self, key: ("code", key)).__code__
print(subscript(Items(), 1))
Items.__getitem__ = lambda self, key: ("function", key)
print(subscript(Items(), 1))
del Items.__getitem__
try:
    subscript(Items(), 1)
except TypeError as error:
    print(error)


class Annotated:
    attribute: int = 1


def annotations(cls):
    return cls.__annotations__


for _ in range(100):
    annotations(Annotated)
Annotated.__annotations__ = {"attribute": str}
print(annotations(Annotated))
