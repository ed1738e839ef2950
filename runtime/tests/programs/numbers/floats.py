"""Floats: arithmetic, printing, parsing, special values, methods."""

inf = float("inf")
nan = float("nan")

values = [0.0, -0.0, 1.0, -1.5, 0.1, 1 / 3, 2 / 3, 1e16, 1e17, 123456789.125, 1e22, 1e-4, 1e-5, 5e-324,
          1.7976931348623157e308,
          inf, -inf, nan, 100.0, 1e100, 12345678901234567.0, 0.30000000000000004]
for x in values:
    print(repr(x), str(x), x == x, x > 0, x < 0, bool(x), x.is_integer())

print(0.1 + 0.2, 1.1 * 3, 7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(-7.5, 2))
print(2.0**0.5, 2.0**-1, (-8.0) ** 3, 0.0**0, inf - 1, inf * -1, 1e308 * 10, -1e308 * 10)
print(1 + 1.5, 2 * 0.5, 3 / 4, 7 // 2.0, 2**0.5, True + 0.5)
print((-8) ** (1 / 3))

for bad in (lambda: 1.0 / 0, lambda: 1.0 // 0, lambda: 1.0 % 0, lambda: 0.0**-1, lambda: 10.0**400):
    try:
        print(bad())
    except (ZeroDivisionError, OverflowError) as error:
        print(type(error).__name__, error)

for text in ("1.5", " 2e3 ", "-.5", "5.", "1_000.5", "inf", "-Infinity", "NaN", "1e400", "1e-400", "+3", "0x10", "",
             "1..2", "1e", "__1"):
    try:
        print(repr(text), float(text))
    except ValueError as error:
        print(error)

print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.5678, -2), round(0.5), round(1e20),
      round(2.0, 3))
print(int(1e15), int(-2.9), (2.5).as_integer_ratio(), (-0.75).as_integer_ratio(), (1e10).hex(), (0.1).hex(),
      float.fromhex("0x1.8p3"))
print((3.7).__trunc__(), (3.7).__floor__(), (3.2).__ceil__(), (-3.7).__floor__(), abs(-2.5), -(-1.5), +2.5)
print(hash(1.0) == hash(1), hash(0.5), hash(inf), hash(-inf), hash(1e300), hash(-0.0))
print(1 == 1.0, 2**53 == float(2**53), 2**53 + 1 == float(2**53 + 1), 2**53 + 1 > float(2**53), 10**400 > inf,
      10**400 > 1e308)
print(nan == nan, nan != nan, nan < 1, nan > 1, nan in [nan], [nan] == [nan], max(1.5, 2), min(-0.0, 0.0))
print(sum([0.1] * 10), sum([1e100, 1.0, -1e100]), sum([1, 2.5, True]))

x = 0.0
for i in range(1000):
    x += i * 0.001
    x *= 0.999
print(x)
print(float(), float(7), float("7"), float(True), float(b"2.5"))
try:
    float([])
except TypeError as error:
    print(error)


class Half:
    def __float__(self):
        return 0.5


print(float(Half()), 1.5.real, 1.5.imag, 1.5.conjugate())
print(float.__getformat__("double") in ("IEEE, little-endian", "IEEE, big-endian"))
