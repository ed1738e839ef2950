"""__init_subclass__, __set_name__, __class_getitem__, __new__, __del__, keyword arguments of classes."""


class Plugin:
    registry = {}

    def __init_subclass__(cls, /, name=None, **kw):
        super().__init_subclass__(**kw)
        print("init_subclass", cls.__name__, name)
        Plugin.registry[name or cls.__name__] = cls


class One(Plugin):
    pass


class Two(Plugin, name="second"):
    pass


class Three(Two, name="third"):
    pass


print(sorted(Plugin.registry))
try:
    class Four(Plugin, name="x", bad=1):
        pass
except TypeError as error:
    print(error)
try:
    class Plain(object, option=1):
        pass
except TypeError as error:
    print(error)


class Generic:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item}]"


class SubGeneric(Generic):
    pass


print(Generic[int], SubGeneric[1, 2], list[int], dict[str, int], tuple[int, ...], type[int], list[int].__origin__,
      dict[str, int].__args__, list[int]([1, 2]), list[int] == list[int], isinstance(list[int], type))
try:
    int[str]
except TypeError as error:
    print(error)


class Unique:
    cache = {}

    def __new__(cls, key, *rest):
        print("new", key, rest)
        if key not in cls.cache:
            cls.cache[key] = super().__new__(cls)
        return cls.cache[key]

    def __init__(self, key, *rest):
        print("init", key)
        self.key = key


print(Unique("a") is Unique("a", 1), Unique("b").key)


class Different:
    def __new__(cls):
        return "not an instance"

    def __init__(self):
        print("never called")


print(Different())


class Int(int):
    def __new__(cls, value, unit):
        self = super().__new__(cls, value)
        self.unit = unit
        return self

    def __repr__(self):
        return f"{int(self)} {self.unit}"

    def __add__(self, other):
        return Int(int(self) + other, self.unit)


x = Int(5, "m")
print(x, x + 3, x * 2, type(x * 2), x == 5, hash(x) == hash(5), [0] * 5 == [0] * x, "abcdefg"[x], f"{x:03d}",
      {5: "five"}[x])


class Str(str):
    def __getitem__(self, i):
        return Str(super().__getitem__(i).upper())

    def shout(self):
        return self + "!"


s = Str("hello")
print(s[1], type(s[1:3]).__name__, s.shout(), type(s.shout()).__name__, s == "hello", len(s), "".join([s, "x"]), f"{s}",
      s in {"hello"})


class List(list):
    def append(self, x):
        super().append(x * 2)

    def __iter__(self):
        return reversed(self)


l = List([1, 2])
l.append(5)
l += [7]
print(l, list(l), [*l], l[2], len(l), sorted(l), tuple(l), sum(l), l == [1, 2, 10, 7], type(l + [1]), type(l[:]))


class Tracked:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


t = Tracked("first")
t = Tracked("second")
del t
items = [Tracked("in list")]
items.clear()


def scope():
    local = Tracked("local")
    print("leaving")


scope()


class Fails:
    def __init__(self):
        self.tracked = Tracked("of a failed init")
        raise ValueError("init failed")


try:
    Fails()
except ValueError as error:
    print(error)
print("after")
Tracked("temporary")
Tracked("a"), Tracked("b")
last = Tracked("at exit")
