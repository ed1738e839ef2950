"""Floats through the format mini-language and % formatting."""

values = [0.0, -0.0, 1.0, -1.0, 3.14159265358979, 1234567.891, 0.000012345, 1e21, 1.5e-10, 99.995, float("inf"),
          float("-inf"), float("nan")]
specs = ["", ".0f", ".2f", ".10f", "e", ".3e", "E", "g", ".3g", "G", "n", "%", ".1%", "+.2f", " .2f", "-.2f", "10.2f",
         "<10.2f", "^10.2f",
         "010.2f", "*=+12.1f", ",.2f", "_.3f", "#.0f", "#g", "z.0f", ".3", "12", "015,.2f"]
for spec in specs:
    print(repr(spec).ljust(11), " ".join(format(v, spec) for v in values))

for spec in ("%f", "%.0f", "%.3f", "%e", "%.2E", "%g", "%G", "%10.3f|", "%-10.3f|", "%+f", "% f", "%010.2f", "%#.0f",
             "%.12g", "%s", "%r", "%d", "%i"):
    print(spec, *(spec % v for v in values[:10]))

for spec in ("d", "x", "s", "c", ".2", "5.1.1", ",e_", "q"):
    try:
        print(spec, format(1.5, spec))
    except ValueError as error:
        print(spec, "ValueError:", error)

for v in (0.1, 0.5, 1.0, 1.5, 2.5, 1e15, 1e16, 1e17, 123456.789e3, 1e-7, 9007199254740993.0, 4.35, 2.675, 1.005):
    print(f"{v} {v:.1f} {v:.2f} {v:.17g} {v!r:>25}")

print(format(1 + 2j, ".2f"), format(-1.5j, "e"), f"{3 - 0.5j:>20.3f}|", f"{complex(0, -0.0)}", f"{1e20 + 1j:,.1f}")
print(format(123.456, "15.3"), format(1e10, ".3"), format(12345.678, ","), format(0.1, ".30f"), f"{2**70 / 3:.3f}")
print(f"{1234567.891:,.2f}", f"{1234567:_d}", f"{-1234567.5:+,.1f}", f"{12345.6789:{10}.{2}f}|")
