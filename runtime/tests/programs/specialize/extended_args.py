"""Operands above 255: many constants, names, locals, arguments, cells and long jumps."""

lines = ["def many_locals():"]
lines += [f"    v{i} = {i}.5" for i in range(300)]
lines += ["    del v299"]
lines += ["    total = " + " + ".join(f"v{i}" for i in range(299))]
lines += ["    v298, v297 = v297, v298", "    return total, v298, (lambda: v290 + v291)()"]
ns = {}
exec("\n".join(lines), ns)
print(ns["many_locals"](), len(ns["many_locals"].__code__.co_consts))
names = [f"name{i}" for i in range(400)]
exec("\n".join(f"{n} = {i}" for i,
               n in enumerate(names)) + "\nresult = name399 - name0\ndel name398\nname397 += 1\nshown = name397", ns)
print(ns["result"], ns["shown"], "name398" in ns)
body = "\n".join(f"        x = x + {i} if x % {i + 2} else x - {i}" for i in range(200))
exec(f"def long_loop(n):\n    x = 0\n    for i in range(n):\n{body}\n        if x > 100000:\n"
     f"            break\n    else:\n        x = -x\n    return x", ns)
print(ns["long_loop"](3), ns["long_loop"](50))
body = "\n".join(f"        y += {i}" for i in range(300))
exec(f"def long_while(n):\n    y = 0\n    while n:\n        n -= 1\n{body}\n        if n == 2:\n"
     f"            continue\n        try:\n            if n == 1:\n                raise ValueError\n"
     f"        except ValueError:\n            y = -y\n    return y", ns)
print(ns["long_while"](5))
arguments = ", ".join(f"a{i}" for i in range(300))
exec(f"def many_arguments({arguments}, *, k299=1, **rest):\n    return a0 + a299 + k299, len(rest)\n"
     f"def call(): return many_arguments({', '.join(map(str, range(300)))}, k299=2, z=1)\n"
     f"def keywords(): return many_arguments({', '.join(f'a{i}={i}' for i in range(300))})", ns)
print(ns["call"](), ns["keywords"]())
exec("def big_list(): return [" + ", ".join(f"[{i}]" for i in range(300)) + "]\ndef big_dict(): return {" +
     ", ".join(f"str({i}): {i}" for i in range(300)) + "}\ndef big_set(x): return {" +
     ", ".join(f"x + {i}" for i in range(300)) + "}\ndef big_tuple(x): return (" +
     ", ".join(f"x + {i}" for i in range(300)) + ")", ns)
print(len(ns["big_list"]()), ns["big_list"]()[-1], len(ns["big_dict"]()), ns["big_dict"]()["299"],
      sum(ns["big_set"](1)), sum(ns["big_tuple"](1)))
exec("def big_fstring(x): return f'" + "".join(f"{{x}}{i % 10}" for i in range(300)) + "'", ns)
print(len(ns["big_fstring"]("a")), hash(ns["big_fstring"](1)) == hash(ns["big_fstring"](1)))
cells = "\n".join(f"    c{i} = {i}" for i in range(280))
exec(f"def many_cells():\n{cells}\n    def inner():\n        nonlocal c279\n        c279 += 1\n"
     f"        return {' + '.join(f'c{i}' for i in range(280))}\n    return inner() + c279", ns)
print(ns["many_cells"]())
attributes = "\n".join(f"    o.attr{i} = {i}" for i in range(300))
exec(f"class O: pass\ndef many_attributes():\n    o = O()\n{attributes}\n    o.attr299 += 1\n"
     f"    del o.attr298\n    return o.attr299, o.attr0, len(vars(o)), hasattr(o, 'attr298')", ns)
print(ns["many_attributes"]())
exec("a, b, *c = range(300)\n(" + ", ".join(f"u{i}" for i in range(300)) + ",) = range(300)\n(" +
     ", ".join(f"w{i}" for i in range(250)) + ", *wrest, wlast) = range(300)", ns)
print(len(ns["c"]), ns["u299"], ns["w249"], ns["wrest"][0], ns["wlast"])
branches = "\n".join(f"    {'el' if i else ''}if x == {i}:\n        return 'branch {i}'" for i in range(300))
exec(f"def branches(x):\n{branches}\n    return 'none'", ns)
print(ns["branches"](0), ns["branches"](299), ns["branches"](300))
cases = "\n".join(f"        case {{'kind': {i}, **rest}}:\n            return {i}, rest" for i in range(100))
exec(f"def matches(x):\n    match x:\n{cases}", ns)
print(ns["matches"]({"kind": 99, "more": 1}), ns["matches"]({}))
deep = "x"
for _ in range(60):
    deep = f"({deep} + 1)"
print(eval(deep, {"x": 0}), eval("-" * 50 + "1"), eval("[" * 60 + "]" * 60))
