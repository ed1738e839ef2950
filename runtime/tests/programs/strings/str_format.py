"""str.format and format_map."""

print("{} {}".format(1, "two"), "{1} {0} {1}".format("a", "b"), "{a} {b}".format(a=1, b=2),
      "{0} {x}".format("p", x="k"), "{{}}".format())
print("{0.real} {0.imag}".format(3 + 4j), "{0[1]} {0[0]}".format(["x", "y"]), "{d[key]}".format(d={"key": "v"}),
      "{0[a][1]}".format({"a": "bcd"}))
print("{!r} {!s} {!a}".format("é", "é", "é"), "{:>5}|{:<5}|{:^5}|".format("a", "b", "c"), "{:{}}|".format("x", 4),
      "{:{w}.{p}f}|".format(2.5, w=8, p=2))
print("{:d} {:x} {:o} {:b} {:c} {:e} {:%}".format(10, 255, 8, 5, 65, 1234.5, 0.25),
      "{:,} {:_}".format(1234567, 1234567), "{:+} {: } {:-}".format(1, 2, 3))
print("{:é^7}|{:0>4}|{:0=+6}|".format("x", "y", 5), "{:10.3}|".format("truncate"), "{:s}".format("s"),
      "{:5}|{:<5}|{:5}|".format(1, 2, "t"))
print("{0:{1}{2}{3}}".format("v", "*", "^", 7), "{!r:>10}".format("q"), "{0!r:{1}}|".format("q", 6),
      "{:{}{}}".format(7, 0, 3))


class Map(dict):
    def __missing__(self, key):
        return f"<{key}>"


print("{a} {b}".format_map(Map(a=1)), "{x.y}".format_map({"x": type("T", (), {"y": 5})}))


class Spec:
    def __format__(self, spec):
        return "spec:" + repr(spec)

    attribute = [10, 20]


print("{}".format(Spec()), "{:abc def}".format(Spec()), "{0.attribute[1]:>4}".format(Spec()), "{:%Y-%m}".format(Spec()))
for template, args in (("{}", ()), ("{1}", (0,)), ("{a}", ()), ("{} {1}", (1, 2)), ("{1} {}", (1, 2)), ("{", ()),
                       ("}", ()), ("{0", (1,)), ("{!x}", (1,)), ("{0.nope}", (1,)),
                       ("{0[5]}", ([],)), ("{0[k]}", ({},)), ("{:d}", ("s",)), ("{:s}", (1,)), ("{:.2d}", (1,)),
                       ("{!}", (1,)), ("{:c}", (-1,)), ("{0[}", ("a",)),
                       ("{:>>>}", ("x",)), ("{:,}", ("x",)), ("{:=5}", ("x",)), ("{:5.5}", (1,)),
                       ("{:99999999999999999999}", (1,))):
    try:
        print(template, "->", template.format(*args))
    except (IndexError, KeyError, ValueError, AttributeError, TypeError, OverflowError) as error:
        print(template, "->", type(error).__name__, error)
print("{:08.3f}|{:+08d}|{:x>8}|{:<08}|".format(3.14159, 42, "r", 5))
print(format("text", ">10"), format(42, "^10"), format(2.5), format(None, ""), format(True, "d"), format([1], ""))
