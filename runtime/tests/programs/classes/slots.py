"""__slots__."""


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


p = Point(1, 2)
p.x += 10
print(p.x, p.y, Point.__slots__, type(Point.x).__name__, Point.x.__get__(p), Point.x.__name__, hasattr(p, "__dict__"))
for action in ("p.z = 1", "p.z", "del p.x; p.x", "del p.x", "Point.x.__get__(5)", "p.__dict__",
               "Point.x.__set__(object(), 1)"):
    try:
        exec(action)
    except (AttributeError, TypeError) as error:
        print(action, "|", type(error).__name__, error)
p.x = "again"
print(p.x)


class Point3(Point):
    __slots__ = ["z"]

    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z


class Open(Point):
    pass


class WithDict:
    __slots__ = ("a", "__dict__")


q = Point3(1, 2, 3)
o = Open(1, 2)
o.extra = "in the dict"
w = WithDict()
w.a, w.b = 1, 2
print(q.x, q.y, q.z, vars(o), o.x, vars(w), w.a)
try:
    q.w = 1
except AttributeError as error:
    print(error)


class Single:
    __slots__ = "only"


class Empty:
    __slots__ = ()


class Mangled:
    __slots__ = ("__private",)

    def __init__(self):
        self.__private = 7

    def get(self):
        return self.__private


s = Single()
s.only = 1
print(s.only, Single.__slots__, Mangled().get(), hasattr(Mangled(), "_Mangled__private"))
for source in ("class X:\n  __slots__ = ('a',)\n  a = 1", "class X:\n  __slots__ = (1,)",
               "class X:\n  __slots__ = ('not valid',)", "class X(Point, Single): pass",
               "class X(int):\n  __slots__ = ('a',)",
               "class X(tuple):\n  __slots__ = ('a',)", "class X:\n  __slots__ = ('__dict__', '__dict__')",
               "class X:\n  __slots__ = 5"):
    try:
        exec(source)
        print("fine")
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)


class Both(Point, Empty):
    __slots__ = ()


print(Both(1, 2).y, [c.__name__ for c in Both.__mro__])


class Node:
    __slots__ = ("value", "left", "right")

    def __init__(self, value):
        self.value, self.left, self.right = value, None, None

    def insert(self, value):
        node = self
        while True:
            side = "left" if value < node.value else "right"
            child = getattr(node, side)
            if child is None:
                setattr(node, side, Node(value))
                return
            node = child

    def __iter__(self):
        if self.left is not None:
            yield from self.left
        yield self.value
        if self.right is not None:
            yield from self.right


root = Node(50)
n = 7
for _ in range(30):
    n = n * 37 % 101
    root.insert(n)
print(list(root))
a, b = Point(1, 2), Open(3, 4)
try:
    a.__class__ = Open
except TypeError as error:
    print(error)


class Default:
    __slots__ = {"documented": "what it is"}


d = Default()
d.documented = 5
print(d.documented, Default.__slots__, Default.documented.__doc__)
