"""The functions of math that programs use."""

import math

print(math.pi, math.e, math.tau, math.inf, math.nan)
print(math.sqrt(2), math.isqrt(10**30), math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.7), math.fabs(-3),
      math.factorial(20))
print(math.gcd(12, 18, 30), math.gcd(), math.lcm(4, 6), math.lcm(0, 5), math.comb(50, 6), math.perm(10, 3),
      math.perm(5))
print(math.sin(1), math.cos(1), math.tan(1), math.atan2(1, -1), math.asin(1), math.acos(0.5), math.atan(0.5))
print(math.exp(1), math.log(10), math.log(8, 2), math.log2(1024), math.log10(1000), math.log1p(1e-10),
      math.expm1(1e-10))
print(math.log(10**400), math.log2(2**2000), math.log10(10**400))
print(math.pow(2, 0.5), math.hypot(3, 4), math.hypot(1, 2, 2), math.dist((0, 0), (3, 4)), math.fmod(-7, 3),
      math.remainder(7, 4), math.copysign(1, -0.0))
print(math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1.0), math.isclose(0.1 + 0.2, 0.3),
      math.isclose(1, 1.1, rel_tol=0.2))
print(math.frexp(8.5), math.ldexp(0.5, 4), math.modf(3.25), math.modf(-3.25), math.degrees(math.pi), math.radians(180))
print(math.fsum([0.1] * 10), math.prod([1, 2, 3, 4]), math.prod([], start=5), math.sumprod([1, 2, 3], [4, 5, 6]))
print(math.cbrt(27.0), math.exp2(10), math.nextafter(1.0, 2.0), math.ulp(1.0), math.sinh(1), math.cosh(1), math.tanh(1))
for bad in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1), lambda: math.isqrt(-1),
            lambda: math.exp(1000),
            lambda: math.acos(2), lambda: math.sqrt("4"), lambda: math.floor(math.inf), lambda: math.gcd(1.5),
            lambda: math.comb(-1, 2)):
    try:
        print(bad())
    except (ValueError, OverflowError, TypeError) as error:
        print(type(error).__name__, error)


class Thing:
    def __floor__(self):
        return "floored"

    def __ceil__(self):
        return "ceiled"

    def __trunc__(self):
        return "truncated"


print(math.floor(Thing()), math.ceil(Thing()), math.trunc(Thing()))
