"""Views of dictionaries: live, set-like, ordered."""

d = {"one": 1, "two": 2, "three": 3}
keys, values, items = d.keys(), d.values(), d.items()
print(len(keys), "one" in keys, 2 in values, ("two", 2) in items, ("two", 3) in items, list(keys), list(values),
      list(items))
d["four"] = 4
del d["one"]
print(keys, values, items, len(items))
print(list(reversed(keys)), list(reversed(values)), list(reversed(items)))
print(sorted(keys & {"two", "x"}), sorted(keys | {"z"}), sorted(keys - {"two"}), sorted(keys ^ {"two", "y"}),
      sorted({"two", "q"} - keys), sorted(keys & ["three"]))
print(keys == {"two", "three", "four"}, keys <= {"two", "three", "four", "five"}, keys > {"two"},
      keys.isdisjoint(["a"]), items == {("two", 2), ("three", 3), ("four", 4)})
print(sorted(items & {("two", 2)}), sorted(items - {("two", 2)}), type(keys).__name__, type(values).__name__,
      type(items).__name__)
print(values == d.values(), keys == d.keys(), keys == ["two"], {1: 2}.keys() == {1: 3}.keys(), keys.mapping["two"])
it = iter(d)
print(next(it), it.__length_hint__(), list(it), next(it, "end"))
for bad in (lambda: hash(keys), lambda: keys[0], lambda: keys + keys, lambda: keys.add(1),
            lambda: {1: []}.items() & {1}, lambda: keys & 5):
    try:
        print(bad())
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)
try:
    items.mapping["x"] = 1
except TypeError as error:
    print(error)
a = {"x": 1, "y": 2}
b = {"y": 2, "z": 3}
print(sorted(a.keys() & b.keys()), sorted(a.items() & b.items()), sorted(a.items() ^ b.items()),
      {k: (a.get(k), b.get(k)) for k in sorted(a.keys() | b.keys())})
inverse = {v: k for k, v in a.items()}
print(inverse, dict(sorted(b.items(), key=lambda kv: -kv[1])), max(b, key=b.get), min(b.items(), key=lambda kv: kv[1]))
print([*a], {*a.values()}, (*a.items(),), dict(a.items()), list(zip(a, a.values())), list(enumerate(a)))
nested = {"k": {"a": [1, 2, {"deep": None}]}}
print(nested["k"]["a"][2]["deep"], nested.items(), nested.values())
