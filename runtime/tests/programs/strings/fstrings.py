"""f-strings: conversions, specs, nesting, quotes, debugging form."""

name, value, number, text = "Ann", 3.14159, 42, "héllo"
width, precision = 12, 3
print(f"{name} {value} {number}", f"{{literal}} {{{number}}}", f"", f"{name}" f"{number}" "plain")
print(f"{value:.2f} {number:05d} {number:>8} {name:^9}| {text:*<8} {text:.2} {number:#x} {number:,}")
print(f"{value:{width}.{precision}}| {number:{'0'}{width}} {name!r:>{width}} {text!a} {text!s:7}|")
print(f"{name=} {number=:05} {value = :.1f} {number + 1 = }")
print(f"{'nested ' + f'{number + 1} ' + f'{f"{name}"}'}", f"{"same quotes"}", f'{'a' 'b'}', f"{
    number  # a comment
    + 1
}")
print(f"{[x * 2 for x in range(3)]} {({'a': 1})['a']} {(lambda x: x + 1)(5)} "
      f"{number if number > 10 else 'small'} {number:d}")
print(f"{name.upper()} {name[0]} {name[::-1]} {len(name)} {not name} {name and 1} {(y := 5)} {y}")
print(f"""multi
{name}
line {number}""", rf"raw \n {number}\t", f"\x41\u00e9 {name}\n", fr"\{name}")
print(f"{1}{2}{3}", f"{True} {None} {...}", f"{1e10} {1j} {b'x'}", f"{name!r}{name!s}{name!a}")


class Formatted:
    def __format__(self, spec):
        return f"<{spec}>"

    def __repr__(self):
        return "repr"


f = Formatted()
print(f"{f}", f"{f:abc}", f"{f!r:>6}", f"{f:{name}-{number}}", format(f), format(f, "q"), f"{f!s}", f"{f=}", f"{f=:z}")


class Plain:
    def __str__(self):
        return "plain"


print(f"{Plain()}", f"{Plain()!s:>8}")
for bad in (lambda: f"{Plain():>8}", lambda: f"{number:.2}", lambda: f"{name:d}", lambda: f"{name:,}",
            lambda: f"{[]:5}", lambda: f"{None:5}", lambda: f"{missing}",
            lambda: f"{name:{value}}"):
    try:
        print(bad())
    except (TypeError, ValueError, NameError) as error:
        print(type(error).__name__, error)


class BadFormat:
    def __format__(self, spec):
        return 3


try:
    f"{BadFormat()}"
except TypeError as error:
    print(error)


def order(tag, result):
    print("evaluates", tag)
    return result


print(f"{order('a', 1)}{order('b', 2):{order('spec', '>4')}}{order('c', 3)}")


def closure(x):
    return [f"{x}{i}{number}" for i in range(3)]


print(closure("c"), "".join(f"{i:02x}" for i in (0, 10, 255)), max(f"{i}" for i in range(12)))
print(f"{number!r:^{width}}|{number:^+{width}}|{-number:=+{width}}|{number:<{width}}|")
