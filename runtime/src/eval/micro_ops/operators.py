# Operators on values of many types, often enough to be specialised, then on others.


def arithmetic(a, b):
    return [a + b, a - b, a * b, -a, not a, a == b, a < b, a >= b, a is b, a is not None]


def bits(a, b):
    return [a & b, a | b, a ^ b, a << 2, a >> 1, ~a, a % 7, a // 3, a / 4, a**2]


def texts(a, b):
    s = a + b
    s += b
    return [s, s[0], a == b, a in s, f"{a}-{b!r:>5}", a and b, a or b]


def containers(items, table, names):
    a, b = items
    first, *rest = names
    x, y, z = table["row"]
    items = [*names, a]
    table["new"] = first
    items[0] = b
    return [items[1], names[0], table["row"], rest, items[1:2], x in names, "row" in table, a in {1, 2}, (y, z), len(names)]


def truth(values):
    out = []
    for value in values:
        if value:
            out.append(1)
        elif value is None:
            out.append(None)
        else:
            out.append(0)
        out.append(not value)
    return out


result = []
for i in range(40):
    result.append(arithmetic(i, i + 1))
    result.append(bits(i, 5))
for i in range(20):
    result.append(arithmetic(i / 2, 1.5))
    result.append(texts("ab", "c"))
    result.append(containers([i, 2], {"row": [1, 2, i]}, ("p", "q", "r")))
    result.append(truth([True, False, None, 0, 3, "", "x", [], [1]]))
for i in range(20):
    result.append(arithmetic(10**30, i))
    result.append(containers((i, 2), {"row": (1, 2, i)}, ["p", "q", "r"]))
    a, b = i, 2
    del b
    result.append({"a": a, **{"c": {1, *[2]}}})
    assert i >= 0
