"""The built-in functions that programs use most."""

print(abs(-5), all([1, 2]), any([0, 0]), bin(5), callable(print), chr(65), divmod(7, 2), hex(255), len("abc"),
      max(1, 2), min(3, 2), oct(8), ord("a"), pow(2, 3), round(2.7), sum([1, 2]))
print(list(enumerate("ab")), list(enumerate("ab", 5)), list(zip([1, 2], "ab", (3, 4))), list(zip()), list(zip([1])),
      list(map(lambda x, y: x + y, [1, 2], [10, 20])), list(filter(None, [0, 1, "", "a"])),
      list(filter(str.isdigit, "a1b2")))
print(list(reversed([1, 2, 3])), sorted([3, 1]), list(range(3)), list(iter([1])),
      list(iter(iter([5, 6, 0, 7]).__next__, 0)), next(iter([9])), next(iter([]), "default"))
print(isinstance(1, int), isinstance(1, (str, int)), isinstance(1, str | int), issubclass(bool, int),
      issubclass(int, (str, object)), type(1) is int, hash(5), id(None) == id(None), hasattr("", "upper"),
      getattr("x", "upper")(), getattr(1, "nope", None))
print(sum([[1], [2]], []), sum((0.5, 1)), sum([], 10), max([1, 5, 2], default=0), max("a", "b", key=ord),
      min([], default=None), all([]), any([]), sum(x for x in range(5)))
print(repr("x"), ascii("é"), format(5, "03"), str(5), int("5"), float("5"), bool(5), complex(5), list("ab"),
      tuple("ab"), dict(a=1), set([1]), frozenset([1]), bytes(2), bytearray(2), slice(1, 2), type(type(1)))
try:
    list(zip([1, 2], [1], strict=True))
except ValueError as error:
    print(error)
try:
    list(map(lambda a, b: a, [1], [1, 2], strict=True))
except ValueError as error:
    print(error)
for bad in (lambda: len(5), lambda: sum(["a"]), lambda: sum("ab", ""), lambda: max(1, "a"), lambda: next([]),
            lambda: iter(5), lambda: isinstance(1, 1), lambda: issubclass(1, int), lambda: abs("x"), lambda: round("x"),
            lambda: ord(5),
            lambda: chr("a"), lambda: hash({}), lambda: reversed({1}), lambda: enumerate(5), lambda: map(5),
            lambda: zip(5), lambda: list(map(5, [1])), lambda: next(iter([])), lambda: getattr(1, 5),
            lambda: getattr(1, "x"), lambda: len(),
            lambda: len(1, 2), lambda: abs(), lambda: print(nope=1), lambda: sorted(), lambda: range(),
            lambda: type(1, 2), lambda: pow(1), lambda: divmod(1), lambda: open, lambda: setattr(1, "a", 2),
            lambda: delattr(object(), "x"), lambda: vars(5),
            lambda: callable(), lambda: hex("a"), lambda: bin(1.5), lambda: min(5), lambda: any(5), lambda: int(x=5),
            lambda: format(1, 2), lambda: iter(len, 1, 2), lambda: filter(None), lambda: sum(5)):
    try:
        result = bad()
        print(type(result).__name__)
    except (TypeError, AttributeError, StopIteration) as error:
        print(type(error).__name__, error)


class V:
    def __init__(self):
        self.b, self.a = 1, 2

    def __dir__(self):
        return ["z", "y"]


v = V()
setattr(v, "c", 3)
delattr(v, "b")
print(vars(v), v.__dict__, dir(v), sorted(globals())[:0], "v" in globals(), "v" in dir(), len(dir([])) > 30,
      locals() is globals())


def scope(a):
    b = 2
    return sorted(locals().items()), sorted(dir())


print(scope(1))
it = iter("abc")
print(list(zip(it, it)), list(it))
e = enumerate(["x", "y"], start=1)
print(next(e), list(e), next(e, None), type(e).__name__)
m = map(print, "ab")
print(type(m).__name__, list(m), iter(m) is m)
print(print("returns", end="\n"), print(), print("a", "b", sep="", end="!\n"), print(*range(3), sep=", "),
      print(1, sep="x"), print("x", end=""), print(None, sep=None, end=None))
for kw in ({"sep": 1}, {"end": 2}):
    try:
        print("x", **kw)
    except TypeError as error:
        print(error)


class Out:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)


out = Out()
print("to", "object", 5, file=out, sep="-")
print(out.parts)
print(aiter.__name__, anext.__name__, __name__, __doc__, __debug__, type(__builtins__).__name__ in ("module", "dict"))
