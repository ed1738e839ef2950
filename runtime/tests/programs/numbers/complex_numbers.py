"""Complex numbers."""

a, b = 3 + 4j, 1 - 2j
print(a + b, a - b, a * b, a / b, -a, +a, abs(a), a.real, a.imag, a.conjugate(), a**2, a**0, a**-1, 2j**2)
print(a == 3 + 4j, a != b, a == 3, complex(3) == 3, hash(complex(3)) == hash(3), bool(0j), bool(1j))
print(a + 1, 1 + a, a * 2.5, 2 - a, 1 / 2j, 5 * 1j)
print(complex(), complex(1), complex(1.5, -2), complex("1+2j"), complex(" -3.5j "), complex("inf-nanj"),
      complex("(1e3+2j)"))
print(repr(1j), repr(-0j), repr(complex(0.0, -0.0)), repr(complex(-0.0, 1)), repr(1e100 - 1e-100j), str(2 + 0j))
for text in ("", "1+", "j2", "1 + 2j", "1+2i"):
    try:
        print(complex(text))
    except ValueError as error:
        print(repr(text), error)
for bad in (lambda: a < b, lambda: a // b, lambda: a % b, lambda: int(a), lambda: a / 0, lambda: 0j**-1,
            lambda: complex("1", 2),
            lambda: complex([]), lambda: divmod(a, b), lambda: round(a)):
    try:
        print(bad())
    except (TypeError, ZeroDivisionError) as error:
        print(type(error).__name__, error)


def mandelbrot(c):
    z = 0j
    for n in range(30):
        if abs(z) > 2:
            return n
        z = z * z + c
    return 30


for y in range(-4, 5):
    print("".join(" .:-=+*#%@"[mandelbrot(complex(x / 10, y / 4)) // 3 - 1] for x in range(-20, 8)))


class Polar:
    def __complex__(self):
        return 2j


print(complex(Polar()), [1j, 2, 3.5][0], {1j: "i"}[1j], sum([1j, 2, 3 + 1j]))
z = 0j
z += 2
z *= 1j
z -= 0.5
z /= 2
print(z)
