# Guards that look deeper than at a type: what they fail on has the right type, but not the right state.


class Plain:
    kind = "class attribute"

    def __init__(self):
        self.x = 1

    def method(self):
        return 1


class Slotted:
    __slots__ = ("x",)
    y = 3

    def method(self):
        return 2


class Failure(Exception):
    def method(self):
        return 3


def load(o):
    return o.x


def store(o):
    o.x = 5


def call(o):
    return o.method()


def kind(o):
    return o.kind


def y(o):
    return o.y


def with_dict(names):
    o = Plain()
    o.__dict__ = names
    return o


def without_x():
    o = Plain()
    del o.x
    return o


def materialised():
    o = Plain()
    o.__dict__ = {"x": 7}
    return o


def extended():
    # Its dictionary has keys of its own, so that its values are elsewhere.
    o = Plain()
    for i in range(60):
        setattr(o, f"name{i}", i)
    return o


def full_slots():
    o = Slotted()
    o.x = 2
    return o


def lazy():
    error = Failure()
    error.extra = 1
    return error


def use(function, warm, others):
    out = []
    for make in (warm, *others):
        for _ in range(40):
            out.append(function(warm()))
        try:
            out.append(function(make()))
        except AttributeError as error:
            out.append(str(error))
    return out


# What the harness puts in the place of operands, too.
operands = [without_x(), materialised(), extended(), with_dict({}), with_dict({1: 2}), with_dict({"y": 1}), Slotted(), lazy()]


class Bare:
    __slots__ = ()
    constant = 3


def constant(o):
    return o.constant


def load_dict(o):
    return o.x


def load_slot(o):
    return o.x


def store_slot(o):
    o.x = 4


result = [
    use(load, Plain, [without_x, materialised, extended]),
    use(load_dict, materialised, [lambda: with_dict({}), lambda: with_dict({1: 2}), lambda: with_dict({"y": 1})]),
    use(load_slot, full_slots, [Slotted]),
    use(store_slot, full_slots, [Slotted]),
    use(lambda o: setattr(o, "x", 2), Plain, [materialised]),
    use(call, Plain, [materialised, extended]),
    use(lambda o: o.method(), Failure, [lazy]),
    use(kind, Plain, [materialised, extended]),
    use(y, Slotted, [full_slots]),
    use(constant, Bare, []),
]


def replace(o):
    o.x = 8


def store_kind(o):
    o.x = 9


result.append(use(replace, materialised, [lambda: with_dict({}), lambda: with_dict({"y": 1}), lambda: with_dict({1: 2})]))
result.append(use(store_kind, Plain, [without_x, materialised, extended]))


def subscripts(items, pair, text):
    out = []
    for index in 0, 1, 0, 1:
        out.append((items[index], pair[index], text[index]))
    a, b, c, d, e, f, g, h = items[0], pair[0], text[0], 0, 1, 2, 3, 4
    out.append((a, b, c, d, e, f, g, h, a is b, h))
    a = b = c = d = e = f = g = h = None
    d, e = 1, 2
    return out, a, b, c, d, e, f, g, h


def many(a, b, c, d, e, f, g, h, i):
    out = [a, b, c, d, e, f, g, h, i]
    for a in out:
        for b in out:
            for c in out:
                d = e = f = g = h = c
                out = [[d], e, f, g, h, out][-1]
    e = [e, (e := 1)]
    h = [h, (h := 1)]
    i = lambda: 0
    return (a, b, c), (d, e, f), (g, h, i is None)


def one(a):
    return a


def three(a, b, c):
    return c


def four(a, b, c, d):
    return d


def removing(items):
    for item in items:
        if len(items) > 3:
            items.pop()
    return items


for i in range(60):
    result.append(subscripts([1, 2, i], (1, i), "ab"))
    result.append((one(i), three(1, 2, i), four(1, 2, 3, i), Plain().method(), removing([1, 2, 3, 4, 5])))
many(1, 2, 3, 4, 5, 6, 7, 8, 9)
