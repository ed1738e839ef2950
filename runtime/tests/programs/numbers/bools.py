"""bool as a number, truth of every kind of object, and the short-circuit operators."""

print(True + True, True * 3, True - False, -True, True / 2, True // 1, 2**True, divmod(True, 2))
print(True & False, True | False, True ^ True, True & 1, 1 | True, type(True & True), type(True & 1), type(True + 0))
print(repr(True), str(False), f"{True}", f"{True:d}", f"{False:>5}", "%d %s" % (True, True), format(True, "5"))
print(bool(), bool(0), bool(""), bool("0"), bool([]), bool([0]), bool(None), bool(0.0), bool(0j), bool({}), bool(set()),
      bool(range(0)),
      bool(b""), bool(...), bool(object()))
print(True == 1, True is True, hash(True), {1: "a", True: "b"}, [0, 1, 2][True], isinstance(True, int),
      issubclass(bool, int))
print(True < 2, False <= False, max(True, False), sorted([True, False, 2, -1]), sum([True] * 5))


class Truth:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        print("asked", self.value)
        return self.value

    def __repr__(self):
        return f"Truth({self.value})"


class Sized:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class Bad:
    def __bool__(self):
        return 1


t, f = Truth(True), Truth(False)
print(t and f, f and t, t or f, f or t, not t, not f)
print((f or f or t) and (t and t))
print(bool(Sized(0)), bool(Sized(3)), "yes" if Sized(0) else "no")
for x in (Bad(), Sized(-1)):
    try:
        print(bool(x))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
print(1 < 2 < 3, 1 < 3 < 2, 3 > 2 == 2, 1 == 1.0 == True, not 1 == 2, not not [], 0 or None or "last", 1 and 2 and [])
i = 0
while t and i < 2:
    i += 1
print(i, any([f, t, f]), all([t, f, t]), any([]), all([]))
try:
    class B(bool):
        pass
except TypeError as error:
    print(error)
print(True.real, True.bit_length(), int.__repr__(True), bool.__mro__)
print(bool.__and__(True, False), bool.from_bytes(b"\x01"), True.__xor__(1.5))
