"""match with every kind of pattern."""


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Point3(Point):
    __match_args__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z


class Colour:
    RED = 1
    GREEN = "green"


def describe(x):
    match x:
        case 0:
            return "zero"
        case -1 | -2.5:
            return "negative literal"
        case 3 + 4j:
            return "complex"
        case True | None:
            return f"singleton {x}"
        case "a" | b"b":
            return "short text"
        case Colour.GREEN:
            return "dotted name"
        case int(n) if n > 100:
            return f"big {n}"
        case int() | float() as number:
            return f"number {number}"
        case str(text):
            return f"text {text}"
        case []:
            return "empty sequence"
        case [one]:
            return f"one {one}"
        case ["go", ("north" | "south") as where, *_]:
            return f"go {where}"
        case [Point(x=0), *rest]:
            return f"origin column then {len(rest)}"
        case [first, *middle, last] if first == last:
            return f"framed {middle}"
        case (a, [b, c]):
            return f"nested {a} {b} {c}"
        case [*items]:
            return f"sequence {items}"
        case {"type": "circle", "r": r}:
            return f"circle {r}"
        case {"type": kind, **rest}:
            return f"kind {kind} rest {rest}"
        case {Colour.RED: value, "k": {"deep": [d, *_]}}:
            return f"deep {value} {d}"
        case {}:
            return "mapping"
        case Point3(1, y, z=z):
            return f"Point3 1 {y} {z}"
        case Point(x, 0):
            return f"on the axis {x}"
        case Point(x=px, y=py) if px == py:
            return f"diagonal {px}"
        case Point():
            return "some point"
        case set() | frozenset():
            return "set"
        case _:
            return f"other {type(x).__name__}"


for subject in (0, -1, -2.5, 3 + 4j, True, None, False, "a", b"b", "green", 500, 50, 1.5, "hello", [], (), [1],
                ["go", "north"], ["go", "south", 1, 2], ["go", "up"], [Point(0, 1), 2, 3], [1, 2, 3, 1], (1, [2, 3]),
                range(4), "", bytearray(b"x"),
                {"type": "circle", "r": 2}, {"type": "square", "side": 1}, {1: "one", "k": {"deep": (5, 6)}}, {},
                {"z": 1}, Point3(1, 2, 3), Point(5, 0), Point(2, 2), Point(2, 3), {1}, frozenset(), object, [1, 2],
                b"bytes"):
    print(describe(subject))


def no_match(x):
    match x:
        case 1:
            return "one"
    return "fell through"


def capture(x):
    match x:
        case [a, b] | {"a": a, "b": b}:
            pass
        case (Point(x=a) | Point3(z=a)) as b:
            b = type(b).__name__
        case a:
            b = "captured"
    return a, b


print(no_match(2), capture([1, 2]), capture({"a": 3, "b": 4, "c": 5}), capture(Point(7, 8)), capture(9))


class BadArgs:
    __match_args__ = "xy"


class BadNames:
    __match_args__ = (1,)


class NoArgs:
    pass


def positional(x):
    match x:
        case BadArgs(1):
            return 1
        case BadNames(1):
            return 2
        case NoArgs(1):
            return 3
        case int(1, 2):
            return 4
        case Point(1, x=1):
            return 5


for x in (BadArgs(), BadNames(), NoArgs(), 5, Point(1, 1)):
    try:
        print(positional(x))
    except TypeError as error:
        print(error)
try:
    match 5:
        case describe():
            pass
except TypeError as error:
    print(error)


class Sequence:
    def __len__(self): return 2
    def __getitem__(self, i): return i


class Missing(dict):
    def __missing__(self, key): return "made"


print(describe(Sequence()), describe(Missing()), [describe(x) for x in (iter([]), (i for i in []), memoryview(b""))])


def guards(x):
    match x:
        case n if (half := n // 2) > 5:
            return "half", half
        case n if n in (1, 2):
            return "small"
    return half


print(guards(20), guards(2), guards(5))
match (1, 2), [3, {"k": (4,)}]:
    case (a, b), [c, {"k": (d,)}]:
        print(a, b, c, d)
match 1, 2:
    case x, y:
        print(x, y)
match = case = _ = "soft keywords"
print(match, case, _)


def mutate(command, state):
    match command.split():
        case ["set", name, value]:
            state[name] = int(value)
        case ["add", name, *values]:
            state[name] += sum(map(int, values))
        case ["del", *names]:
            for n in names:
                state.pop(n, None)
        case ["show"]:
            print(state)
        case [] | ["#", *_]:
            pass
        case [unknown, *_]:
            print("unknown", unknown)
    return state


state = {}
for line in ("set a 1", "set b 2", "add a 5 6", "show", "del b c", "", "# note", "jump", "show"):
    mutate(line, state)
