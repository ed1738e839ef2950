"""Integers of any size: arithmetic, sign rules, shifts and bits."""


def table(a, b):
    print(a, b, "|", a + b, a - b, a * b, a // b, a % b, divmod(a, b))
    print("  bits", a & b, a | b, a ^ b, ~a, ~b)


pairs = [
    (7, 3), (-7, 3), (7, -3), (-7, -3),
    (1 << 29, 1 << 31), (1 << 61, 3), (-(1 << 61), 7), (1 << 62, -(1 << 62)),
    ((1 << 63) - 1, 2), (-(1 << 63), -1), (10**30 + 7, 10**12 - 1), (-(10**40), 10**20 + 1),
    (2**200 - 1, 2**100 + 1), (-(2**200), 2**64 - 1),
]
for a, b in pairs:
    table(a, b)

# Growing over every boundary of a machine word and coming back.
x = 1
for step in range(140):
    x = x * 2 + 1
print(x)
for step in range(140):
    x = (x - 1) // 2
print(x)

for shift in (0, 1, 30, 31, 62, 63, 64, 65, 128):
    print(shift, 1 << shift, -1 << shift, (2**130 + 12345) >> shift, -(2**130 + 12345) >> shift)

print(2**0, 2**10, (-2) ** 3, 0**0, 7 ** 50, (-3) ** 41)
print(pow(3, 200, 1000007), pow(-3, 201, 1000007), pow(3, -1, 11), pow(2, 100, -7))
print(2**-1, (-2) ** -3, 10**-5)


def factorial(n):
    return 1 if n < 2 else n * factorial(n - 1)


print(factorial(60))
print(factorial(100) // factorial(98), factorial(50) % (10**9 + 7))

for n in (0, 1, -1, 255, 256, -256, 2**64, -(2**64) + 1):
    print(n, n.bit_length(), n.bit_count(), abs(n), -n, +n, bool(n), int.__index__(n))

for bad in (lambda: 1 // 0, lambda: 1 % 0, lambda: divmod(2**70, 0), lambda: 1 << -1, lambda: 1 >> -1,
            lambda: pow(2, 5, 0), lambda: pow(2, -1, 4), lambda: 0**-1, lambda: 1 / 0):
    try:
        print(bad())
    except (ZeroDivisionError, ValueError) as error:
        print(type(error).__name__, error)
