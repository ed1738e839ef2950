# What the guards of specialised instructions fail on: these objects take the place of their operands.


class Other:
    def __init__(self):
        self.x = 1

    def method(self, a):
        return a


class Slotted:
    __slots__ = ("x",)


def function(a=1, *rest, **names):
    return a


def generator():
    yield 1


running = generator()
next(running)
operands = [
    None, True, 3, 1 << 80, -1, 2.5, "s", "text", b"b", (), (1, 2), [], [1, 2, 3], {}, {"x": 1}, {1}, frozenset(),
    slice(1, 2), range(3), iter([1]), iter((1,)), iter(range(2)), iter([]), iter(()), iter(range(0)), generator(),
    running, object(), Other(), Other, Slotted(), Other().method, function, len, isinstance, [].append, str, type, tuple,
    int, list.append, "".join, str.lower, list.pop, dict.get, super, Exception(),
]
