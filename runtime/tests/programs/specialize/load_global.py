"""LOAD_GLOBAL while globals and builtins change."""

import sys

builtins = sys.modules["builtins"]

value = 1


def get(): return value
def size(x): return len(x)


def warm(f, *args, n=150):
    for _ in range(n):
        r = f(*args)
    return r


print(warm(get), warm(size, "abc"))
value = "changed"
print(get(), warm(get))
for i in range(300):
    globals()[f"added{i}"] = i
print(get(), size([1]), added299)
del value
try:
    get()
except NameError as error:
    print(error)
builtins.value = "from builtins"
print(get(), warm(get))
value = "global hides it"
print(get())
del value
print(get())
del builtins.value
try:
    get()
except NameError as error:
    print(error)
value = 2
print(warm(get))
real = len
len = lambda x: "shadowed"
print(size("abc"), warm(size, ""))
del len
print(size("abc"), warm(size, "ab"))
builtins.len = lambda x: "replaced in builtins"
print(size("abc"))
builtins.len = real
print(size("abc"))


def counter():
    global count
    count += 1
    return count


count = 0
print(warm(counter, n=1000))
count = 0.5
print(warm(counter, n=10))
count = "text"
try:
    counter()
except TypeError as error:
    print(error)


def redefine():
    global helper
    out = []
    for i in range(200):
        if i == 100:
            def helper(x): return ("new", x)
        if i % 50 == 49:
            out.append(helper(i))
        else:
            helper(i)
    return out


def helper(x): return ("old", x)


print(redefine())


def self_replacing():
    global self_replacing
    self_replacing = lambda: "second"
    return "first"


print(self_replacing(), self_replacing())
ns1, ns2 = {"g": 1}, {"g": 2, "other": 0}
source = "def f(): return g"
exec(source, ns1)
exec(source, ns2)
print(warm(ns1["f"]), warm(ns2["f"]))
shared = type(get)(ns1["f"].__code__, ns2)
print(warm(shared), ns1["f"](), shared())
ns1["g"] = 10
ns2.pop("g")
print(ns1["f"]())
try:
    shared()
except NameError as error:
    print(error)
own = {"__builtins__": {"len": lambda x: "own builtins"}}
exec("def f(x): return len(x)", own)
print(warm(own["f"], "abc"), size("abc"))
own["__builtins__"]["len"] = lambda x: "changed own"
print(own["f"]("abc"))
table = {"True": 1}


def constants(n):
    total = 0
    for i in range(n):
        if True and not None:
            total += LIMIT
        if i == n // 2:
            globals()["LIMIT"] = 100
    return total


LIMIT = 1
print(constants(200), LIMIT, __name__, warm(lambda: (int, str, print is not None, ValueError.__name__)))
