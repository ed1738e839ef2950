"""while and for with else, break and continue, nested; conditional expressions; chained comparisons."""


def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    else:
        return steps


print([collatz(n) for n in range(1, 28)])


def search(rows, wanted):
    for i, row in enumerate(rows):
        for j, x in enumerate(row):
            if x == wanted:
                break
        else:
            continue
        break
    else:
        return None
    return i, j


rows = [[1, 2], [3, 4], [5, 6]]
print(search(rows, 4), search(rows, 9))
i = 0
while True:
    i += 1
    if i < 3:
        continue
    if i > 6:
        break
    if i == 4:
        pass
    elif i == 5:
        i += 0
    else:
        print("other", i)
else:
    print("never")
while i:
    i -= 1
    if not i % 4:
        continue
    print(i, end=" ")
else:
    print("done", i)
for x in ():
    print("never")
else:
    print("empty for", "x" in dir())


def chain(a, b, c):
    return a < b < c, a < b > c, a == b != c, a <= b <= c <= 10, not a < b, a if b else c, (a and b) or c


print(chain(1, 2, 3), chain(3, 2, 1), chain(0, 0, 0))
calls = []


def v(x):
    calls.append(x)
    return x


print(v(1) < v(2) < v(0) < v(9), calls)
x = 5
print("small" if x < 3 else "medium" if x < 10 else "large", (x, -x)[x > 3], x if x else 0)
total = 0
for a in range(10):
    if a == 3:
        continue
    for b in range(a):
        if b > 4:
            break
        if (a + b) % 2:
            total += a * b
        else:
            total -= 1
    else:
        total += 100
print(total)
n = 10
while n > 0:
    n -= 3
    if n == 1:
        break
else:
    print("no break")
print(n)


def early(n):
    for i in range(n):
        for j in range(n):
            while True:
                if i * j == 6:
                    return i, j
                break
    return None


print(early(5), early(2))
for i in range(2), "ab", {1: 2}:
    print(*i, end=";")
for i, in [(1,), (2,)]:
    print(i, end=" ")
for d in ({},):
    for d["key"] in range(3):
        pass
    print(d)
none = None
print(none is None, none is not None, x is not None and x > 1, [1 if none is None else 2], not none)


def none_jumps(values):
    out = []
    for value in values:
        if value is None:
            out.append("none")
            continue
        if value is not None and value:
            out.append(value)
    while values and values[-1] is not None:
        values.pop()
    return out, values


print(none_jumps([1, None, 0, "x"]))
fizz = ["FizzBuzz" if i % 15 == 0 else "Fizz" if i % 3 == 0 else "Buzz" if i % 5 == 0 else i for i in range(1, 16)]
print(*fizz)
if x == 5 and not (x > 6 or x < 2): print("one-line if")
for _ in range(2): print(_, end=" "); x += 1
print(x); print(x, "semicolons")
if None: print("dead")
elif 0.0: print("dead")
elif "": print("dead")
else: print("else")
while 0: pass
while None: print("never")
assert (lambda: True)()
del x, i
print("x" in globals())
