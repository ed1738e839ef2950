"""Arithmetic on integers of thousands of bits, checked against itself and by digest of the digits."""

import sys


def digest(n):
    """A short fingerprint of a number: sign, length and residue."""
    return ("-" if n < 0 else "+", abs(n).bit_length(), abs(n) % 1000000007, abs(n) % 998244353)


def fibonacci(n):
    if n == 0:
        return 0, 1
    a, b = fibonacci(n >> 1)
    c = a * (2 * b - a)
    d = a * a + b * b
    return (d, c + d) if n & 1 else (c, d)


for n in (10, 90, 93, 94, 300, 5000, 20000):
    print(n, digest(fibonacci(n)[0]))

a = 3**4000 + 17
b = 7**1500 - 5
for value in (a * b, a - b * b, a // b, a % b, -a // b, -a % b, a // -b, a % -b, a & b, a | b, a ^ b, -a & b, a ^ -b,
              -a | -b, a << 777, a >> 777, -a >> 777, ~a):
    print(digest(value))
q, r = divmod(a, b)
assert q * b + r == a and 0 <= r < b
assert (a + b) * (a - b) == a * a - b * b
assert (a << 1000) >> 1000 == a
assert a ^ b ^ b == a
assert -(-a // b) * b >= a

text = str(3**2000)
print(len(text), text[:20], text[-20:])
assert int(text) == 3**2000
assert int(hex(a), 16) == a and int(oct(b), 8) == b and int(bin(a), 2) == a
print(hex(a)[:20], hex(b)[-20:])


def isqrt(n):
    x = 1 << (n.bit_length() + 1) // 2
    while True:
        y = (x + n // x) // 2
        if y >= x:
            return x
        x = y


root = isqrt(2 * 10**200)
print(root)


def gcd(x, y):
    while y:
        x, y = y, x % y
    return x


print(gcd(2**300 * 3**50, 2**200 * 3**80 * 5))
print(pow(a, b, 10**18 + 9), pow(a, 65537, 2**255 - 19))
print(a > b, a < b, a == a + 0, a != b, b <= b, -a < -b, sorted([a, -b, 0, b, -a]) == [-a, -b, 0, b, a])
print(hash(2**61 - 1), hash(2**61), hash(-(2**61)), hash(-1), hash(10**30), hash(-(10**30)))
print(sys.maxsize, sys.maxsize + 1, -sys.maxsize - 2)
print(a / 3**3990, b / a, (10**400 // 10**390), 10**400 / 10**399, 10**25 / 3)
try:
    float(10**400)
except OverflowError as error:
    print(error)
try:
    str(10**5000)
except ValueError as error:
    print(error)
sys.set_int_max_str_digits(0)
print(len(str(10**5000)))
