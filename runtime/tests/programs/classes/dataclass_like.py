"""Records, enumerations and an interface check, built from class hooks alone."""


class Field:
    def __init__(self, default=None, kind=object):
        self.default, self.kind = default, kind

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        return self if instance is None else instance.__dict__.get(self.name, self.default)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name}: {value!r} is no {self.kind.__name__}")
        instance.__dict__[self.name] = value


class Record:
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        cls.fields = [n for c in reversed(cls.__mro__) for n, v in vars(c).items() if isinstance(v, Field)]
        cls.__match_args__ = tuple(cls.fields)

    def __init__(self, *args, **kw):
        for name, value in (*zip(self.fields, args), *kw.items()):
            if name not in self.fields:
                raise TypeError(f"unknown field {name}")
            setattr(self, name, value)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{n}={getattr(self, n)!r}' for n in self.fields)})"

    def __eq__(self, other):
        return type(self) is type(other) and all(getattr(self, n) == getattr(other, n) for n in self.fields)

    def replace(self, **kw):
        return type(self)(**{n: getattr(self, n) for n in self.fields} | kw)


class Point(Record):
    x = Field(0, int)
    y = Field(0, int)


class Named(Point):
    name = Field("?", str)


p, n = Point(1, 2), Named(1, 2, "n")
print(p, n, p == Point(x=1, y=2), p == n, p.replace(y=9), Named(name="only"), Named.fields)
for bad in (lambda: Point("1"), lambda: Point(z=1), lambda: p.replace(x=None)):
    try:
        bad()
    except TypeError as error:
        print(error)
match n:
    case Named(x, _, name="n"):
        print("matched", x)


class EnumMeta(type):
    def __new__(meta, name, bases, namespace):
        cls = super().__new__(meta, name, bases,
                              {k: v for k, v in namespace.items() if k.startswith("_") or callable(v)})
        cls._members = {}
        for k, v in namespace.items():
            if not k.startswith("_") and not callable(v):
                member = object.__new__(cls)
                member.name, member.value = k, v
                cls._members[k] = member
                type.__setattr__(cls, k, member)
        return cls

    def __iter__(cls):
        return iter(cls._members.values())

    def __len__(cls):
        return len(cls._members)

    def __getitem__(cls, name):
        return cls._members[name]

    def __call__(cls, value):
        for member in cls:
            if member.value == value:
                return member
        raise ValueError(f"{value!r} is not a valid {cls.__name__}")

    def __setattr__(cls, name, value):
        if name in getattr(cls, "_members", ()):
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)


class Enum(metaclass=EnumMeta):
    def __repr__(self):
        return f"<{type(self).__name__}.{self.name}: {self.value!r}>"


class Colour(Enum):
    RED = 1
    GREEN = 2
    BLUE = 4

    def mixed(self, other):
        return self.value | other.value


print(list(Colour), len(Colour), Colour.RED, Colour["BLUE"], Colour(2) is Colour.GREEN, Colour.RED.mixed(Colour.BLUE),
      {Colour.RED: "r"}[Colour(1)], isinstance(Colour.RED, Colour))
for bad in (lambda: Colour(9), lambda: setattr(Colour, "RED", 5), lambda: Colour["PINK"]):
    try:
        bad()
    except (ValueError, AttributeError, KeyError) as error:
        print(type(error).__name__, error)


class Interface(type):
    def __instancecheck__(cls, x):
        return all(hasattr(type(x), m) for m in cls.wanted)


class Sized(metaclass=Interface):
    wanted = ["__len__"]


class Container(metaclass=Interface):
    wanted = ["__len__", "__contains__", "__iter__"]


print([isinstance(x, Sized) for x in ([], 5, "")], [isinstance(x, Container) for x in ([], {}, 5, range(3))])
