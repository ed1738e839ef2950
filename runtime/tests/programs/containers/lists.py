"""list: construction, methods, slices, comparison, errors."""

a = [3, 1, 2]
a.append(5)
a.extend((7, 6))
a.insert(0, 9)
a.insert(-1, 8)
a.insert(100, 0)
print(a, len(a), a[0], a[-1], a.index(5), a.count(1), 7 in a, 70 not in a)
print(a.pop(), a.pop(0), a.pop(-2), a)
a.remove(5)
a.reverse()
print(a, a.copy() == a, a.copy() is a, a + [1], a * 2, 2 * [0], [] * 5, [1] * -1)
a += "xy"
a *= 2
print(a)

b = list(range(10))
print(b[2:5], b[:3], b[7:], b[::2], b[::-1], b[8:2:-2], b[-3:], b[:-3], b[5:2], b[100:], b[-100:2], b[1:9:3])
b[2:5] = ["a", "b"]
print(b)
b[1:1] = [10, 11, 12]
print(b)
b[::3] = [None] * len(b[::3])
print(b)
del b[0], b[-1]
del b[1:3]
del b[::2]
print(b)
b[:] = "reset"
print(b)
b[len(b):] = [1]
b[-1:] = []
b[1:4] = b
print(b)
b[:0] = (x * x for x in range(3))
print(b)
b.clear()
print(b, list(), list("abc"), list({"k": 1}), list((1, 2)), [*"ab", *range(2)], list(map(str, [1, 2])))
print([1, 2] < [1, 3], [1] < [1, 0], [] < [0], [2] > [1, 5], [1, 2] == [1, 2], [1] != [1.0], [1, "a"] == [1, "b"],
      [[1], 2] == [[1], 2])
print(sorted([3, 1, 2]), [1, [2, [3, []]]], [None, True, "s", 1.5, (), {}], repr([]))
for bad in (lambda: [][0], lambda: [1][5], lambda: [1][-2], lambda: [].pop(), lambda: [1].pop(3), lambda: [].remove(1),
            lambda: [1].index(2), lambda: b["a"], lambda: [1] + (2,), lambda: [1] * 1.5,
            lambda: [1] < 1, lambda: hash([]), lambda: list(5), lambda: [1, 2].__setitem__(slice(0, 2, 2), [1, 2, 3]),
            lambda: [1].__setitem__(9, 0), lambda: [].insert("x", 1), lambda: [1, "a"].sort(),
            lambda: [0][::0], lambda: [1].__delitem__(4), lambda: list(1, 2), lambda: [1].index(1, 1),
            lambda: [1] * [2]):
    try:
        print(bad())
    except (IndexError, ValueError, TypeError) as error:
        print(type(error).__name__, error)

grid = [[0] * 3 for _ in range(3)]
grid[1][2] = 5
shared = [[0] * 2] * 2
shared[0][0] = 1
print(grid, shared, [row[:] for row in grid], [list(col) for col in zip(*grid)])
stack = []
for token in "3 4 + 2 * 7 -".split():
    if token.isdigit():
        stack.append(int(token))
    else:
        y, x = stack.pop(), stack.pop()
        stack.append({"+": x + y, "*": x * y, "-": x - y}[token])
print(stack)
seen = []
for x in (growing := [1, 2, 3]):
    seen.append(x)
    if x < 3:
        growing.append(x + 10)
    if len(growing) > 6:
        break
print(seen, growing, [1, 2, 3].__len__(), [1, 2].__contains__(2), [5, 6].__getitem__(1))
