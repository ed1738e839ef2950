"""Descriptors: data and non-data, __set_name__, precedence, properties."""


class Log:
    def __init__(self, label):
        self.label = label

    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name, self.label)
        self.name = name

    def __get__(self, instance, owner=None):
        return f"{self.label}:{self.name}:{'class' if instance is None else 'instance'}:{owner.__name__}"


class Data(Log):
    def __set__(self, instance, value):
        print("set", self.name, value)

    def __delete__(self, instance):
        print("delete", self.name)


class SetOnly:
    def __set__(self, instance, value):
        instance.__dict__["hidden"] = value


class C:
    non_data = Log("non")
    data = Data("data")
    hidden = SetOnly()


c = C()
print(c.non_data, C.non_data, c.data, C.data)
c.non_data = "shadowed"
c.data = 5
c.__dict__["data"] = "ignored"
del c.data
print(c.non_data, c.data, sorted(c.__dict__))
del c.non_data
print(c.non_data)
c.hidden = "h"
print(c.hidden)
C.data = "replaced"
print(c.data)


class Celsius:
    def __init__(self, degrees=0):
        self._d = degrees

    @property
    def degrees(self):
        """Temperature."""
        return self._d

    @degrees.setter
    def degrees(self, value):
        if value < -273.15:
            raise ValueError("below absolute zero")
        self._d = value

    @degrees.deleter
    def degrees(self):
        print("deleting")
        del self._d

    fahrenheit = property(lambda self: self._d * 9 / 5 + 32)


t = Celsius(100)
t.degrees += 10
print(t.degrees, t.fahrenheit, Celsius.degrees.__doc__, type(Celsius.degrees), Celsius.degrees.fget(t),
      Celsius.fahrenheit.fset, Celsius.degrees.__name__)
del t.degrees
for action in ("t.degrees", "t.degrees = -300", "t.fahrenheit = 1", "del t.fahrenheit", "Celsius().degrees.x",
               "property().__get__(1)"):
    try:
        exec(action)
    except (AttributeError, ValueError) as error:
        print(action, "|", type(error).__name__, error)


class Typed:
    def __init__(self, kind):
        self.kind = kind

    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner):
        return self if instance is None else getattr(instance, self.name)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name[1:]} wants {self.kind.__name__}, got {type(value).__name__}")
        setattr(instance, self.name, value)


class Person:
    name = Typed(str)
    age = Typed(int)

    def __init__(self, name, age):
        self.name, self.age = name, age


p = Person("ann", 30)
print(p.name, p.age, vars(p), type(Person.name).__name__)
try:
    p.age = "old"
except TypeError as error:
    print(error)


class Lazy:
    def __init__(self, f):
        self.f = f

    def __get__(self, instance, owner):
        print("computing")
        value = instance.__dict__[self.f.__name__] = self.f(instance)
        return value


class Uses:
    @Lazy
    def big(self):
        return 42


u = Uses()
print(u.big, u.big)


class Broken:
    def __set_name__(self, owner, name):
        raise RuntimeError("no name for me")


try:
    class Fails:
        x = Broken()
except RuntimeError as error:
    print(error, error.__notes__)


class Raises:
    @property
    def value(self):
        raise AttributeError("inner failure")

    def __getattr__(self, name):
        return "fallback " + name


print(Raises().value, str.upper.__get__("x")(), len.__get__ if hasattr(len, "__get__") else "no __get__",
      C.__dict__["hidden"].__class__.__name__)
print(int.__dict__["real"].__get__(5), type(int.__dict__["real"]).__name__, type(int.__dict__["from_bytes"]).__name__,
      type(str.upper).__name__, type("".upper).__name__, type(object.__init__).__name__)
