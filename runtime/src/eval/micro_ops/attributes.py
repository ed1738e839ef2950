# Attributes of instances, of classes and of modules, read and written.


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def norm(self):
        return self.x * self.x + self.y


class Named:
    kind = "named"

    def __init__(self, name):
        self.name = name
        self.count = 0

    @property
    def title(self):
        return self.name + "!"

    def rise(self):
        self.count += 1
        return self.count

    def __getitem__(self, index):
        return self.name, index


class Deep(Named):
    def rise(self):
        return super().rise() + 10


total = 0


def walk(points, things):
    global total
    out = []
    for point in points:
        point.x += 1
        out.append((point.x, point.y, point.norm()))
    for thing in things:
        rise = thing.rise
        out.append((thing.name, thing.kind, thing.title, thing.rise(), rise(), thing[3], Named.kind))
        thing.extra = total
        total += thing.extra + 1
    return out


def outer(n):
    def inner(k):
        nonlocal n
        n += k
        return n

    return inner


result = []
for i in range(30):
    result.append(walk([Point(i, 2), Point(3, i)], [Named("a"), Deep("b")]))
    add = outer(i)
    result.append((add(2), add(3)))
result.append(walk([Point(1.5, 2)], []))
