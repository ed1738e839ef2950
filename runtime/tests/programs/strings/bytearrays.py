"""bytearray: changing in place, slices, and what refuses."""

a = bytearray(b"hello")
a[0] = 72
a.append(33)
a.extend(b"??")
a.extend([1, 2])
a += b"end"
print(a, len(a), a[0], a[1:3], type(a[1:3]), a == b"Hello!??\x01\x02end")
a[1:5] = b"EY"
print(a)
a[2:2] = b"---"
del a[0]
del a[-3:]
del a[::2]
print(a, a.pop(), a.pop(0), a)
a.insert(1, 120)
a.reverse()
print(a, a.find(b"x"), a.count(b"-"))
a.remove(120)
print(a)
a.clear()
print(a, bytearray(3), bytearray("é", "utf-8"), bytearray([1, 2, 3]), bytearray(b"x") * 3, bytearray(b"a") + b"b",
      b"a" + bytearray(b"b"))
a = bytearray(range(10))
a[::3] = b"\xff" * 4
print(a, list(a))
a[2:8:2] = [100, 101, 102]
print(a.hex(), a.copy() == a, a.copy() is a, bytes(a)[:3])
print(bytearray(b"abc").upper(), bytearray(b"a,b").split(b","), bytearray(b"abc").decode(), bytearray(b"x y").title(),
      bytearray(b"%d") % 7)
print(repr(bytearray(b"it's")), str(bytearray()), bytearray(b"a") < bytearray(b"b"), bytearray(b"a") == bytearray(b"a"),
      sorted(bytearray(b"cab")))
for bad in (lambda: bytearray(b"x").__setitem__(0, 256), lambda: bytearray(b"x").__setitem__(5, 1),
            lambda: bytearray(b"x").append("a"), lambda: hash(bytearray()), lambda: bytearray().pop(),
            lambda: bytearray(b"abc").remove(1), lambda: bytearray("x"),
            lambda: bytearray(b"abcd").__setitem__(slice(0, 4, 2), b"xyz"), lambda: bytearray(b"a").__delitem__(3),
            lambda: bytearray(b"") + "x"):
    try:
        print(bad())
    except (ValueError, TypeError, IndexError) as error:
        print(type(error).__name__, error)

sieve = bytearray([1]) * 100
sieve[0:2] = b"\0\0"
for i in range(2, 10):
    if sieve[i]:
        sieve[i * i::i] = bytes(len(range(i * i, 100, i)))
print([i for i in range(100) if sieve[i]])
view = memoryview(b"abcdef")
print(view[1], bytes(view[2:4]), len(view), view.tolist()[:2], view == b"abcdef")
