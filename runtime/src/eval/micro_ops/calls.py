# Calls of every kind: of functions, of methods, of classes, of built-in functions.


def plain(a, b):
    return a + b


def defaults(a, b=2, *rest, c=3, **names):
    return (a, b, rest, c, names)


class Box:
    def __init__(self, item):
        self.item = item

    def get(self, more):
        return self.item + more

    @classmethod
    def make(cls, item):
        return cls(item)

    @staticmethod
    def double(x):
        return 2 * x


def calls(i, box):
    bound = box.get
    out = [plain(i, 1), defaults(i), defaults(i, c=4), defaults(1, 2, 3, z=i), box.get(i), bound(2)]
    out += [Box(i).item, Box.make(i).get(1), Box.double(i), type(i).__name__, str(i), tuple([i])]
    out += [len(out), isinstance(i, int), isinstance(box, (int, str)), max(i, 3), abs(-i), list((i, 1)), sum([i, 2])]
    items = [i]
    items.append(2)
    items.extend([3])
    out += [items, items.pop(), "a,b".split(","), "x".join(["1", "2"]), plain(*[i, 2]), defaults(**{"a": i})]
    out.append((lambda x, y=i: (x, y))(1))
    return out


result = [calls(i, Box(i * 2)) for i in range(40)]
result.append(calls(1.5, Box(2)))
