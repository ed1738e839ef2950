# Which specialised form each instruction takes after it has seen the same operands for a while. Forms are printed as
# the numbers of their opcodes, as they lie in memory.

RESUME, LOAD_CONST, JUMP_BACKWARD = 128, 82, 75


def forms(function):
    code = function.__code__
    plain, adaptive = code.co_code, code._co_code_adaptive
    assert len(plain) == len(adaptive)
    found = []
    for at in range(0, len(plain), 2):
        # Caches are zero in what the compiler wrote.
        if plain[at] in (0, RESUME, LOAD_CONST, JUMP_BACKWARD):
            continue
        if plain[at] != adaptive[at]:
            found.append(adaptive[at])
        assert plain[at + 1] == adaptive[at + 1]
    return found


def show(title, source, *arguments, names=None):
    namespace = {} if names is None else dict(names)
    exec(source, namespace)
    function = namespace["f"]
    before = function.__code__.co_code
    error = None
    for _ in range(200):
        try:
            function(*arguments)
        except (AttributeError, TypeError, ZeroDivisionError, IndexError, KeyError) as raised:
            error = type(raised).__name__
    assert function.__code__.co_code == before
    print(f"{title}: {forms(function)}" + (f" {error}" if error else ""))


LOAD = "def f(o): return o.x"
CALL = "def f(o): return o.x()"
STORE = "def f(o): o.x = 1"


# Attributes of instances.
class Plain:
    pass


plain = Plain()
plain.x = 1
show("load instance value", LOAD, plain)
show("store instance value", STORE, plain)
replaced = Plain()
replaced.__dict__ = {"x": 1}
show("load with hint", LOAD, replaced)
show("store with hint", STORE, replaced)
show("store a new name", "def f(o): o.fresh = 1", Plain())
show("load __class__", "def f(o): return o.__class__", plain)
show("load __dict__", "def f(o): return o.__dict__", Plain())
show("load what is missing", "def f(o): return o.y", plain)


class Slots:
    __slots__ = ("x",)

    def m(self):
        pass


slots = Slots()
slots.x = 1
show("load slot", LOAD, slots)
show("store slot", STORE, slots)
show("method without dict", "def f(o): o.m()", slots)
show("load empty slot", LOAD, Slots())


# Attributes of classes, by way of instances.
class Shared:
    x = 3

    def m(self):
        pass

    @classmethod
    def c(cls):
        pass

    @staticmethod
    def s():
        pass

    class Inner:
        pass


shared = Shared()
show("class attribute", LOAD, shared)
show("class attribute, called", CALL, shared)
show("store over class attribute", STORE, Shared())
show("method", "def f(o): o.m()", shared)
show("method, not called", "def f(o): o.m", shared)
show("class method", "def f(o): o.c", shared)
show("static method", "def f(o): o.s()", shared)
show("inner class", "def f(o): o.Inner", shared)
shadowing = Shared()
shadowing.x = 4
show("class attribute that some instances have", LOAD, shadowing)
show("and one that has not", LOAD, shared)


class Properties:
    @property
    def x(self):
        return 1

    y = property(len)


show("property", LOAD, Properties())
show("property, called", CALL, Properties())
show("property with a native getter", "def f(o): return o.y", Properties())


class PropertiesWithHook(Properties):
    def __getattr__(self, name):
        raise AttributeError(name)


show("property and __getattr__", LOAD, PropertiesWithHook())


class Hook:
    def __getattr__(self, name):
        return 1


show("__getattr__", LOAD, Hook())
hooked = Hook()
hooked.x = 2
show("__getattr__, but found", LOAD, hooked)


class Through:
    def __getattribute__(self, name):
        return int


show("__getattribute__", LOAD, Through())
show("__getattribute__, called", CALL, Through())


class ThroughBoth(Through):
    def __getattr__(self, name):
        return 1


show("__getattribute__ and __getattr__", LOAD, ThroughBoth())


class Refuses:
    def __setattr__(self, name, value):
        pass


show("__setattr__", STORE, Refuses())


class Changing:
    x = plain


show("value of a class that may change", LOAD, Changing())


class Failure(Exception):
    def m(self):
        pass


show("method with lazy dict", "def f(o): o.m()", Failure())
show("store in lazy dict", STORE, Failure())
show("argument of exception", "def f(o): o.args", Failure())
show("method of list", "def f(o): o.append(1)", [])
show("method of list, not called", "def f(o): return o.append", [])
show("method of int", "def f(o): return o.bit_length()", 5)
show("attribute of int", "def f(o): return o.real", 5)
show("attribute of function", "def f(o): return o.__name__", show)

# Attributes of classes and modules themselves.
show("attribute of class", LOAD, Shared)
show("function of class", "def f(o, i): o.m(i)", Shared, shared)
show("class method of class", "def f(o): o.c()", Shared)
show("name of class", "def f(o): o.__name__", Shared)


class Meta(type):
    z = 1

    def m(cls):
        pass


class WithMeta(metaclass=Meta):
    x = 1


show("attribute of class with metaclass", LOAD, WithMeta)
show("attribute of metaclass", "def f(o): return o.z", WithMeta)
show("method of metaclass", "def f(o): return o.m()", WithMeta)

module = type(__builtins__)("module")
module.x = 1
show("attribute of module", LOAD, module)
show("__name__ of module", "def f(o): return o.__name__", module)
module.__getattr__ = lambda name: name
show("attribute of module with __getattr__", LOAD, module)

# Operators.
for operator in ("+", "-", "*", "/", "//", "%", "**", "|", "&", "^", "<<", ">>", "@"):
    for left, right in ((5, 2), (5, 2.5), (2.5, 5), (2.5, 2.0), (True, 2), (2, True), (float("nan"), 1), (1, 0.0)):
        show(f"{left} {operator} {right}", f"def f(a, b): return a {operator} b", left, right)
        show(f"{left} {operator}= {right}", f"def f(a, b):\n    a {operator}= b", left, right)
big = 1 << 100
for operator in "+-*|":
    show(f"big {operator} 1", f"def f(a, b): return a {operator} b", big, 1)
show("str + str", "def f(a, b): return a + b", "a", "b")
show("str += str", "def f(a, b):\n    a += b\n    return a", "a", "b")
show("str += str elsewhere", "def f(a, b):\n    c = a + b\n    return c", "a", "b")
show("list + list", "def f(a, b): return a + b", [], [])


class GetItem:
    def __getitem__(self, key):
        return key


class GetItemDefault:
    def __getitem__(self, key, default=None):
        return key


class DictGetItem(dict):
    def __getitem__(self, key):
        return key


class DictPlain(dict):
    pass


for container, key in (
    ([1, 2], 0), ([1, 2], -1), ([1, 2], 7), ([1, 2], True), ([1, 2], slice(1)), ((1, 2), 0), ((1, 2), slice(1)),
    ("ab", 0), ("ab", slice(1)), ({1: 2}, 1), ({1: 2}, 3), (b"ab", 0), (range(3), 0), (GetItem(), 0),
    (GetItemDefault(), 0), (DictGetItem(), 0), (DictPlain({1: 2}), 1),
):
    show(f"{type(container).__name__}[{key}]", "def f(a, b): return a[b]", container, key)
    if isinstance(container, (list, dict)):
        show(f"{type(container).__name__}[{key}] = ", "def f(a, b): a[b] = 1", container, key)

for left, right in ((1, 2), (1.5, 2.5), ("a", "b"), (1, 2.5), ([], []), (True, False), (big, big), (None, None)):
    for operator in ("==", "!=", "<", ">="):
        show(f"{type(left).__name__} {operator} {type(right).__name__}", f"def f(a, b): return a {operator} b", left, right)
for container in ([1], (1,), {1}, frozenset((1,)), {1: 1}, range(2), DictPlain()):
    show(f"in {type(container).__name__}", "def f(a, b): return a in b", 1, container)

# Truth.
TRUTH = "def f(o):\n    if o: pass"
for value in (True, 1, big, 1.5, "", "a", [], (), {}, None, plain, slots, Shared, WithMeta, module, show, object(), set(), ...):
    show(f"truth of {type(value).__name__}", TRUTH, value)


class Sized:
    def __len__(self):
        return 1


show("truth of Sized", TRUTH, Sized())


# Loops and unpacking.
def generator():
    yield 1
    yield 2


LOOP = "def f(make):\n    for item in make(): pass"
for title, make in (
    ("list", lambda: [1, 2]), ("tuple", lambda: (1, 2)), ("range", lambda: range(2)), ("generator", generator),
    ("dict", lambda: {1: 2}), ("str", lambda: "ab"), ("set", lambda: {1}),
):
    show(f"for in {title}", LOOP, make)
for value in ((1, 2), (1, 2, 3), [1, 2], {1, 2}, "ab"):
    names = ", ".join("abc"[: len(value)])
    show(f"unpack {len(value)} of {type(value).__name__}", f"def f(o):\n    {names} = o", value)
show("unpack too many", "def f(o):\n    a, b = o", [1, 2])
show("yield from", "def f(make):\n    def g():\n        yield from make()\n    for item in g(): pass", generator)


def delegating(make):
    yield from make()


for make in (generator, lambda: iter([1, 2])):
    for _ in range(200):
        for item in delegating(make):
            pass
print("yield from:", forms(delegating))

# Names.
show("global", "x = 1\ndef f(): return x")
show("builtin", "def f(): return len")

# super()
class Base:
    def m(self):
        pass

    x = 1


show("super method", "class C(B):\n    def m(self): super().m()\nf = C.m", Base(), names={"B": Base})


class Derived(Base):
    def m(self):
        super().m()

    def attribute(self):
        return super().x


for _ in range(200):
    Derived().m()
    Derived().attribute()
print("super:", forms(Derived.m), forms(Derived.attribute))
