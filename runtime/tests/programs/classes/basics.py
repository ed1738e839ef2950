"""Classes: attributes, methods, inheritance, class and instance dictionaries, special names."""


class Animal:
    """An animal."""

    kingdom = "animalia"
    count = 0

    def __init__(self, name):
        self.name = name
        Animal.count += 1

    def speak(self):
        return f"{self.name} makes {self.sound()}"

    def sound(self):
        return "no sound"


class Dog(Animal):
    def sound(self):
        return "woof"


class Puppy(Dog):
    def sound(self):
        return super().sound() + " (small)"


animals = [Animal("thing"), Dog("rex"), Puppy("bit")]
for a in animals:
    print(a.speak(), type(a).__name__, isinstance(a, Dog), a.kingdom, vars(a))
print(Animal.count, Dog.count, Puppy.__mro__, Puppy.__bases__, Puppy.__base__, Dog.__doc__, Animal.__doc__,
      Animal.__module__, Puppy.__qualname__)
Dog.kingdom = "dogs"
animals[2].kingdom = "mine"
print([a.kingdom for a in animals], "kingdom" in vars(animals[2]), "kingdom" in Dog.__dict__,
      sorted(k for k in Animal.__dict__ if not k.startswith("__")))
del animals[2].kingdom, Dog.kingdom
print([a.kingdom for a in animals])
print(issubclass(Puppy, Animal), issubclass(Animal, Puppy), isinstance(Puppy, type), Puppy.mro() == list(Puppy.__mro__),
      Dog.__subclasses__(), type(Dog), type(type))
for bad in (lambda: Animal(), lambda: Animal(1, 2), lambda: animals[0].nope, lambda: Animal.nope,
            lambda: Animal.speak(), lambda: object(1), lambda: object().x, lambda: setattr(object(), "x", 1),
            lambda: setattr(int, "x", 1), lambda: delattr(animals[0], "zip"), lambda: delattr(Animal, "zip"),
            lambda: type("X", (1,), {}), lambda: type("X", (int, str), {}), lambda: type("X", (Animal, Animal), {})):
    try:
        print(bad())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)


class Empty:
    pass


e = Empty()
e.x = 1
setattr(e, "y z", 2)
e.__dict__["w"] = 3
print(e.__dict__, e.w, getattr(e, "y z"), hasattr(e, "q"), e.__class__,
      Empty.__dict__.keys() >= {"__module__", "__dict__"})
e.__dict__ = {"only": True}
print(vars(e), e.only)
try:
    e.__dict__ = 5
except TypeError as error:
    print(error)
Made = type("Made", (Animal,), {"extra": 5, "double": lambda self: self.extra * 2})
print(Made("m").double(), Made.__name__, Made("n").speak())
Made.__name__ = "Renamed"
print(Made, Made.__qualname__, repr(Made("x"))[:20])


class Body:
    a = 1
    b = a + 1
    items = [n * 2 for n in range(b)]
    if b > 1:
        conditional = "yes"
    for loop in range(3):
        pass
    del a

    class Inner:
        value = "inner"

    def get(self):
        return self.Inner.value, self.b, self.loop


print(Body().get(), hasattr(Body, "a"), Body.items, Body.conditional, Body.Inner.__qualname__, Body.__firstlineno__,
      Body.__static_attributes__, Animal.__static_attributes__)


class NoReturn:
    def __init__(self):
        return 5


try:
    NoReturn()
except TypeError as error:
    print(error)
