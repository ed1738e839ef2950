"""% formatting of str."""

print("%s %r %a" % ("é", "é", "é"), "%d %i %u" % (1, -2, 3), "%x %X %o" % (255, 255, 8), "%#x %#X %#o" % (255, 255, 8),
      "%c%c" % (65, "B"), "%%" % ())
print("%5d|%-5d|%05d|%+d|% d|%+05d|%-05d|" % (42, 42, 42, 42, 42, 42, 42),
      "%5s|%-5s|%.2s|%6.2s|" % ("abc", "abc", "abc", "abc"))
print("%f %.2f %e %g %G %10.3f|%-10.1f|" % (1.5, 2.345, 12345.678, 0.00001, 1e20, 3.14159, 2.5),
      "%.0f %.0f %.0f" % (0.5, 1.5, 2.5))
print("%(a)s %(b)05d %(a)r %(c).1f" % {"a": "x", "b": 7, "c": 2.25}, "%(k)s" % {"k": (1, 2)}, "%s" % {"a": 1},
      "%s" % [1, 2])
print("%*d|%-*d|%.*f|%*.*f|" % (5, 42, 5, 42, 2, 3.14159, 8, 3, 2.5), "%s" % (("tuple",),), "%s" % None, "%d" % 3.99,
      "%d" % True, "%x" % -255)
print("%d" % 10**30, "%x" % 10**20, "%20d|" % -(10**15), "%.5d" % 42, "%.3x" % 5, "%s %s" % (1, "two"), "%r" % (1.0,))
print("é%sü" % "日", "%s" % "🐍", "%3s|" % "日", "%c" % "é", "%c" % 0x1F40D, "%.1s" % "🐍x")


class Number:
    def __index__(self):
        return 11

    def __float__(self):
        return 1.25

    def __int__(self):
        return 12

    def __str__(self):
        return "number"


print("%d %s %f" % (Number(), Number(), Number()), "%x" % Number())
for template, args in (("%s", ()), ("%s %s", (1,)), ("%d", ("x",)), ("%d", (None,)), ("%s", (1, 2)), ("%", ()),
                       ("%z", (1,)), ("%(a)s", ("x",)), ("%(a)s", {"b": 1}), ("%c", (1.5,)),
                       ("%c", ("ab",)), ("%x", (1.5,)), ("%f", ("s",)), ("%(a", {"a": 1}), ("plain", (1,)),
                       ("plain", {}), ("%*d", ("a", 1)), ("%c", (-1,))):
    try:
        print(repr(template), "->", template % args)
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        print(repr(template), "->", type(error).__name__, error)

print(b"%s %d %x %r" % (b"raw", 5, 255, "t"), b"%c%c" % (65, b"B"), b"%5.1f|" % 2.25, b"%b" % b"x", b"%a" % "é",
      b"%(k)s" % {b"k": b"v"})
for template, args in ((b"%s", "str"), (b"%b", 5), (b"%d", b"x")):
    try:
        print(template % args)
    except TypeError as error:
        print(error)
line = "%-10s|%8.2f|%6d"
for row in (("apples", 1.5, 10), ("pears", 22.333, 200), ("plums", 100.0, 3000)):
    print(line % row)
