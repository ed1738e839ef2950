"""Identity, equality, hashing, aliasing, and comparison chains of containers."""

a = [1, 2]
b = a
c = a[:]
b.append(3)
print(a, b, c, a is b, a is c, a == c + [3], a is not c)


def change(x, items=[]):
    x += [9]
    items.append(len(x))
    return items


print(change(a), change(a), a, b)
t = ([], 1)
t[0].append("in a tuple")
try:
    t[0] += ["again"]
except TypeError as error:
    print(error)
print(t)
nan = float("nan")
print([nan] == [nan], nan in [nan], (nan,) == (nan,), {nan: 1}[nan], [nan] == [float("nan")], {"k": nan} == {"k": nan})


class Anything:
    def __eq__(self, other):
        return True

    __hash__ = None


class Counted:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        print("eq", self.n, getattr(other, "n", other))
        return NotImplemented if not isinstance(other, Counted) else self.n == other.n

    def __hash__(self):
        return hash(self.n)


print(Anything() in [1], [1].count(Anything()), [1, 2].index(Anything()), [Anything()] == [5], 5 == Anything(),
      Anything() != 5)
try:
    hash(Anything())
except TypeError as error:
    print(error)
one, two = Counted(1), Counted(2)
print([one, two].index(Counted(2)), one == 5, one != two, two in (one, two), {one: "a"}.get(Counted(1)))
print(one == one, [one] == [one], one in [one])


class Lt:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return ("lt", self.n, other.n)

    def __gt__(self, other):
        return ("gt", self.n, other.n)

    def __le__(self, other):
        return NotImplemented


class Lower(Lt):
    def __gt__(self, other):
        return ("reflected", self.n, other.n)


print(Lt(1) < Lt(2), Lt(1) > Lt(2), Lt(1) < Lower(2), [Lt(1)] < [Lt(2)])
try:
    Lt(1) <= Lt(2)
except TypeError as error:
    print(error)
print(object() == object(), object() != object(), None == None, None is None, ... is Ellipsis,
      NotImplemented is NotImplemented)
x = y = z = []
x.append(1)
print(y, z, x is y is z, id(x) == id(z))
rows = [[]] * 3
rows[0].append("shared")
print(rows, [id(r) == id(rows[0]) for r in rows])
deep = {"list": [1, [2, 3]], "dict": {"k": (4, [5])}}
shallow = dict(deep)
shallow["list"].append(6)
shallow["new"] = True
print(deep, sorted(shallow))
