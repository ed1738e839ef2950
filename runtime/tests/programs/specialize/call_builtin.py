"""CALL of built-in functions and types: len, isinstance, append, str, tuple, type, fast and slow conventions."""


def warm(f, *args, n=150):
    for _ in range(n):
        r = f(*args)
    return r


def attempt(f, *args):
    try:
        return warm(f, *args)
    except (TypeError, ValueError, AttributeError, LookupError) as error:
        return f"{type(error).__name__}: {error}"


def call_len(x): return len(x)
def call_isinstance(x, t): return isinstance(x, t)
def call_append(l, x): l.append(x)
def call_str(x): return str(x)
def call_tuple(x): return tuple(x)
def call_type(x): return type(x)
def call_ord(x): return ord(x)
def call_divmod(a, b): return divmod(a, b)
def call_max(*a): return max(*a)
def call_sorted(x): return sorted(x, reverse=True)
def call_int(x): return int(x)
def call_split(s, sep): return s.split(sep)
def call_upper(s): return s.upper()
def call_pop(l): return l.pop()
def call_get(d, k): return d.get(k, "default")
def call_join(s, x): return s.join(x)
def call_replace(s): return s.replace("a", "b", 1)
def call_dict(**kw): return dict(a=1, **kw)
def call_round(x): return round(x, ndigits=1)


class Sized:
    def __len__(self): return 3


class BadLen:
    def __len__(self): return -1


class Shown:
    def __str__(self): return "shown"


class List(list):
    def append(self, x): super().append(("sub", x))


class Str(str):
    def upper(self): return "sub"


for x in ("abc", [1], {1: 2}, {1}, (), range(3), b"x", Sized(), BadLen(), 5):
    print(attempt(call_len, x), end=" ")
print(call_len("ab"))
for x, t in ((1, int), (True, int), ("s", (int, str)), ([], list | dict), (None, type(None)), (1, 5), (Shown(), Shown),
             (Str(), str)):
    print(attempt(call_isinstance, x, t), end=" ")
print()
for l in ([], List(), bytearray(), 5, (), {1}):
    print(attempt(call_append, l, 1), len(l) if hasattr(l, "__len__") else "", end=" ")
print()
for x in ("s", 1, 1.5, None, [1], Shown(), Str("sub"), b"b"):
    print(repr(attempt(call_str, x)), attempt(call_type, x), end=" ")
print()
for x in ("ab", [1, 2], (1,), range(2), {1: 2}, 5, (i for i in [1])):
    print(attempt(call_tuple, x), end=" ")
print()
for x in ("a", "é", b"z", "ab", 5):
    print(attempt(call_ord, x), end=" ")
print(attempt(call_divmod, 7, 2), attempt(call_divmod, 7.5, 2), attempt(call_max, 1, 2),
      attempt(call_max, "a", "b", "c"), attempt(call_max, [1, 5]), attempt(call_max, 1))
for x in ("5", 5.7, b"9", "x", None, True):
    print(attempt(call_int, x), end=" ")
print()
print(attempt(call_split, "a b", None), attempt(call_split, "a,b", ","), attempt(call_split, "a", ""),
      attempt(call_split, b"a b", b" "), attempt(call_split, 5, 5), attempt(call_upper, "é"),
      attempt(call_upper, Str("x")), attempt(call_upper, b"x"), attempt(call_upper, 5))
print(attempt(call_pop, list(range(200))), attempt(call_pop, [1]), attempt(call_pop, set()),
      attempt(call_get, {1: "one"}, 1), attempt(call_get, {}, 1), attempt(call_get, {}, []),
      attempt(call_join, ",", ["a", "b"]), attempt(call_join, "", "xyz"), attempt(call_join, ",", [1]))
print(attempt(call_replace, "aaa"), attempt(call_replace, b"a"), attempt(call_sorted, [1, 3, 2]),
      attempt(call_sorted, "bca"), attempt(call_sorted, 5), attempt(call_dict), attempt(lambda: call_dict(b=2)),
      attempt(lambda: call_dict(a=2)), attempt(call_round, 1.26), attempt(call_round, 5), attempt(call_round, "x"))
methods = ["upper", "lower", "strip", "title"]
print([warm(getattr("Ab ", m)) for m in methods], [str.upper("x"), list.append([], 1), dict.get({1: 2}, 1),
                                                   int.__add__(1, 2)])
for bad in (lambda: str.upper(5), lambda: list.append((), 1), lambda: [].append(), lambda: [].append(1, 2),
            lambda: "x".upper(1), lambda: len(x=1), lambda: isinstance(1), lambda: "".join(), lambda: {}.get(k=1),
            lambda: str.upper()):
    print(attempt(bad), end="; ")
print()


def shadowed():
    out = []
    for i in range(200):
        if i == 100:
            global len
            len = lambda x: -1
        if i % 40 == 0:
            out.append(len("abc"))
        else:
            len("abc")
    del len
    return out, len("ab")


print(shadowed())


def appends(n):
    ints, strings, nested = [], [], []
    for i in range(n):
        ints.append(i)
        strings.append(str(i))
        nested.append([i])
        nested[-1].append(ints[-1])
    return sum(ints), "".join(strings)[-5:], nested[-1], len(ints)


print(appends(300))
