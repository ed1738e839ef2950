"""dict: construction, methods, order, views, merging, errors."""

d = {"b": 1, "a": 2}
d["c"] = 3
d["b"] = 10
print(d, len(d), d["a"], d.get("x"), d.get("x", 0), "a" in d, 2 in d, list(d), d.keys(), d.values(), d.items())
print(d.pop("a"), d.pop("zz", "default"), d.setdefault("n", []), d.setdefault("b", 5), d)
d["a"] = 1
del d["b"]
print(d, d.popitem(), d, list(reversed(d)))
d.update({"x": 1}, y=2)
d.update([("p", 1), ["q", 2]])
print(d, d.copy() == d, d.copy() is d)
print(dict(), dict(a=1), dict([(1, 2)]), dict({"k": "v"}, z=1), dict(zip("ab", [1, 2])), {**d, "x": 0},
      {**{}, "only": 1}, dict.fromkeys("ab"), dict.fromkeys([1, 2], 0))
print({1: "a"} | {2: "b"}, {1: "a", 2: "c"} | {2: "b"}, {"a": 1} == {"a": 1.0}, {"a": 1, "b": 2} == {"b": 2, "a": 1},
      {} == [], {1: 1} != {1: 2})
e = {1: 1}
e |= {2: 2}
e |= [(3, 3)]
print(e, {1: "int", 1.0: "float", True: "bool"}, {(1, 2): "t", None: "n", "": "e"}, {1: {2: {3: {}}}})
for k in d:
    print(k, end=" ")
for k, v in d.items():
    print(f"{k}={v}", end=";")
print()
for bad in (lambda: {}["k"], lambda: {}[1, 2], lambda: {[]: 1}, lambda: {}.pop("x"), lambda: {}.popitem(),
            lambda: dict(5), lambda: dict([1]), lambda: dict(["abc"]), lambda: {} | [], lambda: {} < {},
            lambda: hash({}), lambda: dict(1, 2), lambda: {}.__delitem__("q"), lambda: {}.update(5), lambda: {**[1]},
            lambda: dict.fromkeys(5), lambda: {}.get()):
    try:
        print(bad())
    except (KeyError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
changing = {1: 1, 2: 2}
try:
    for k in changing:
        changing[k + 10] = 0
except RuntimeError as error:
    print(error)
try:
    for k in changing:
        del changing[k]
        changing[k] = changing[k + 1] = 0
        changing.pop(k)
except (RuntimeError, KeyError) as error:
    print(type(error).__name__, error)

big = {i: i * i for i in range(1000)}
for i in range(0, 1000, 3):
    del big[i]
for i in range(2000, 2010):
    big[i] = i
print(len(big), sum(big), sum(big.values()), list(big)[:4], list(big)[-3:], big.get(999), big.get(998))


class Key:
    """Equal keys with one hash for many, so that probing collides."""

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 3

    def __eq__(self, other):
        return isinstance(other, Key) and self.n == other.n

    def __repr__(self):
        return f"K{self.n}"


keys = {Key(i): i for i in range(10)}
del keys[Key(4)]
keys[Key(1)] = "one"
print(keys, keys[Key(7)], Key(4) in keys, keys.get(Key(99), "none"))


class Default(dict):
    def __missing__(self, key):
        self[key] = value = [key]
        return value


m = Default()
m["a"].append(1)
print(m, m["b"], m.get("c"), len(m), isinstance(m, dict))
d.clear()
print(d, bool(d), {"k": d})
