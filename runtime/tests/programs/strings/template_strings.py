"""Template strings, t"": parts, interpolations, evaluation order."""

name, number = "Ann", 42
t = t"Hello {name}, {number:05d} and {number + 1!r:>{6}} end"
print(type(t).__name__, t.strings, t.values)
for i in t.interpolations:
    print(type(i).__name__, i.value, repr(i.expression), i.conversion, repr(i.format_spec))
print([part if isinstance(part, str) else (part.value, part.expression) for part in t])


def render(template, escape):
    out = []
    for part in template:
        if isinstance(part, str):
            out.append(part)
        else:
            value = part.value
            if part.conversion == "r":
                value = repr(value)
            elif part.conversion == "s":
                value = str(value)
            elif part.conversion == "a":
                value = ascii(value)
            out.append(escape(format(value, part.format_spec)))
    return "".join(out)


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


evil = "<script>&é"
print(render(t"<p>{evil}</p><b>{evil!a}</b>", escape), render(t, str))
print(t"".strings, t"".interpolations, t"plain".strings, t"{name}".strings, t"{name}{number}".strings)
joined = t"a{1}b" + t"c{2}d"
print(joined.strings, joined.values)
for bad in (lambda: t"a" + "b", lambda: "a" + t"b", lambda: t"{missing}"):
    try:
        print(bad())
    except (TypeError, NameError) as error:
        print(type(error).__name__, error)


def order(tag):
    print("evaluates", tag)
    return tag


lazy = t"{order('a')} {order('b'):{order('spec')}} {order('c')!s}"
print(lazy.values, lazy.interpolations[1].format_spec)
print(repr(t"x{1}y"), t"{name=}".strings, t"{name = :>5}".strings, t"{{}} {number}".strings)
nested = t"outer {t'inner {name}'}"
print(nested.values[0].values, rt"raw\n{number}".strings)
match t"{number}":
    case object(strings=("", ""), interpolations=(one,)):
        print("matched", one.value)
