"""Annotations, evaluated when asked for, in functions, classes and modules; generic aliases and unions."""

evaluated = []


def note(x):
    evaluated.append(x)
    return x


def f(a: note(int), b: note("text") = 1, *args: note(str), c: Later = 2, **kw: note(dict)) -> note(None):
    local: note("never evaluated") = 5
    return local


print(evaluated, f(1))
try:
    f.__annotations__
except NameError as error:
    print(error)
evaluated.clear()


class Later:
    x: note(int) = 5
    y: note("y")
    later: Unknown


print(evaluated, Later.x, hasattr(Later, "y"))
print(f.__annotations__, evaluated)
print(f.__annotations__ is f.__annotations__, len(evaluated))
try:
    Later.__annotations__
except NameError as error:
    print(error)
Unknown = float
print(Later.__annotations__, Later.__annotate__(1) == Later.__annotations__)
try:
    Later.__annotate__(4)
except NotImplementedError as error:
    print("NotImplementedError", error)
module_variable: note(list) = []
not_assigned: note("module")
print("not_assigned" in globals(), sorted(__annotate__(1)))


class Parent:
    a: int


class Child(Parent):
    pass


class Forward:
    def method(self, other: Forward) -> list[Forward]:
        return [other]

    self_reference: Forward


print(Child.__annotations__, Forward.method.__annotations__, Forward.__annotations__["self_reference"] is Forward)
f.__annotations__ = {"set": 1}
print(f.__annotations__, f.__annotate__)
f.__annotate__ = lambda format: {"format": format}
print(f.__annotations__)
f.__annotations__["more"] = 2
del f.__annotations__
print(f.__annotations__, (lambda x: x).__annotations__, (lambda x: x).__annotate__)


def closure(kind):
    def inner(x: kind) -> kind | None:
        return x
    return inner


print(closure(int).__annotations__, closure(str).__annotations__)


class InClass:
    Inner = int
    value: Inner = 1

    def get(self) -> Inner:
        return self.value


print(InClass.__annotations__, InClass.get.__annotations__)
for condition in (True, False):
    if condition:
        conditional: int = 1
    else:
        other: str = "s"
print(conditional, other)
alias = dict[str, list[int]]
print(alias, alias.__origin__, alias.__args__, alias.__parameters__, alias == dict[str, list[int]],
      hash(alias) == hash(dict[str, list[int]]), alias(a=[1]))
union = int | str | None
print(union, union.__args__, union == (str | int | None), isinstance(5, union), isinstance(None, union),
      isinstance(1.5, union), issubclass(bool, union), int | int, hash(int | str) == hash(str | int),
      type(union).__name__)
for bad in (lambda: isinstance(1, list[int]), lambda: int | 5, lambda: 5 | int, lambda: list[int] | "x",
            lambda: issubclass(int, list[int]), lambda: isinstance(1, list[int] | int), lambda: (int | str)()):
    try:
        print(bad())
    except TypeError as error:
        print(error)


class Sub(list[int]):
    pass


print(Sub.__bases__, Sub.__orig_bases__, Sub([1, 2]))
