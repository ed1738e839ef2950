"""Integers from text and to text, in every base."""

for text in ("0", "42", "  -17 ", "+8", "1_000_000", "0x1f", "٣٤", "-0", "9" * 40):
    for base in (10, 0, 16):
        try:
            print(repr(text), base, int(text, base))
        except ValueError as error:
            print(repr(text), base, "ValueError:", error)

for text in ("", "-", "1__0", "_1", "1_", "0b2", "12a", "1.5", "\x00", "ü"):
    try:
        print(int(text))
    except ValueError as error:
        print("ValueError:", error)

print(int("zz", 36), int("-ZZ", 36), int("0b1011", 2), int("0o17", 8), int("0b101", 0), int(b"77"),
      int(bytearray(b" 5 ")))
for n in (0, 1, -1, 255, -256, 2**70):
    print(bin(n), oct(n), hex(n), str(n), repr(n))
    print(format(n, "b"), format(n, "o"), format(n, "x"), format(n, "X"), format(n, "d"), format(n, "n"))
    print(f"{n:#b} {n:#o} {n:#x} {n:#X} {n:,} {n:_} {n:_x} {n:_b} {n:+} {n: d}")
    print(f"[{n:10}] [{n:<10}] [{n:^10}] [{n:>10}] [{n:010}] [{n:=+10}] [{n:*^12,}] [{n:012_}]")

print(int(3.99), int(-3.99), int(1e20), int(True), int())
for bad in (float("inf"), float("nan")):
    try:
        int(bad)
    except (OverflowError, ValueError) as error:
        print(type(error).__name__, error)
for args in ((None,), ([],), ("1", 1), ("1", 37), (1, 10), (1.5, 10)):
    try:
        print(int(*args))
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)

n = 0x1234567890ABCDEF
print(n.to_bytes(8), n.to_bytes(10, "little"), (-2).to_bytes(3, "big", signed=True))
print(int.from_bytes(b"\xff\x00"), int.from_bytes(b"\xff\x00", "little"), int.from_bytes(b"\xff\xfe", signed=True))
try:
    (300).to_bytes(1)
except OverflowError as error:
    print(error)
try:
    (-1).to_bytes(1)
except OverflowError as error:
    print(error)
print((12).as_integer_ratio(), (7).numerator, (7).denominator, (3).real, (3).imag, (3).conjugate(), (5).is_integer())


class Index:
    def __index__(self):
        return 7


class Int:
    def __int__(self):
        return 70


print(int(Index()), int(Int()), hex(Index()), [10, 11, 12, 13, 14, 15, 16, 17][Index()], list(range(Index()))[-1])
print(round(12345, -2), round(15, -1), round(25, -1), round(-15, -1), round(7), round(5, 3))
