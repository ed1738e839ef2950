# Loops over many kinds of iterables, generators, comprehensions, matching.


def loops(items, pairs, limit):
    out = []
    for item in items:
        out.append(item)
    for a, b in pairs:
        out.append(a * b)
    for i in range(limit):
        if i == 3:
            continue
        out.append(i)
    while limit > 0:
        limit -= 1
        if limit == 2:
            break
    return out


def count(n):
    i = 0
    while i < n:
        got = yield i
        i += 1 if got is None else got


def chain(n):
    yield from count(n)
    yield -1


def shape(value):
    match value:
        case [a, b]:
            return ("two", a, b)
        case {"k": k, **rest}:
            return ("map", k, rest)
        case str() as text:
            return ("text", text)
        case _:
            return "other"


result = []
for i in range(25):
    result.append(loops([1, 2, i], [(1, 2), (i, 3)], 5))
    result.append(loops((1, i), {1: 2}.items(), 4))
    result.append([x + y for x in range(3) for y in (i, 1)])
    result.append(({x: x for x in "ab"}, {x for x in [1]}, sum(x for x in range(i))))
    result.append(list(chain(4)))
    result.append([shape([1, i]), shape({"k": i, "j": 2}), shape("s"), shape(i)])
