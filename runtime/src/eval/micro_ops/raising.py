# Each instruction that can raise raises.


class Raises:
    """Everything that can be asked of it raises."""

    def __getattr__(self, name):
        raise OSError(name)

    def __setattr__(self, name, value):
        raise OSError(name)

    def __delattr__(self, name):
        raise OSError(name)

    def fail(self, *arguments):
        raise OSError("asked")

    __add__ = __radd__ = __neg__ = __invert__ = __bool__ = __len__ = __iter__ = __hash__ = __str__ = __repr__ = fail
    __format__ = __eq__ = __lt__ = __getitem__ = __setitem__ = __delitem__ = __contains__ = __exit__ = __next__ = fail


class Meta(type):
    def __instancecheck__(cls, instance):
        raise OSError("checked")


class Checked(metaclass=Meta):
    __match_args__ = ("a",)


class Namespace(dict):
    def __getitem__(self, name):
        if name.startswith("__"):
            return super().__getitem__(name)
        raise OSError(name)

    def __setitem__(self, name, value):
        if not name.startswith("__") or name == "__annotations__":
            raise OSError(name)
        super().__setitem__(name, value)

    def __delitem__(self, name):
        raise OSError(name)


try:
    exec("name = 1", {}, Namespace())
except OSError:
    pass


class WithNamespace(type):
    @classmethod
    def __prepare__(cls, name, bases, **names):
        return Namespace()


class BadInit:
    def __init__(self):
        return 1


class RaisingSequence(list):
    """A sequence, to `match`."""

    def __len__(self):
        raise OSError("len")

    def __getitem__(self, index):
        raise OSError("item")


class RaisingMapping(dict):
    def get(self, key, default=None):
        raise OSError("get")


class NeedsMore:
    def __init__(self, a):
        self.a = a


class Group(ExceptionGroup):
    """It can be split so many times."""

    left = 0

    def derive(self, exceptions):
        Group.left -= 1
        if Group.left < 0:
            raise OSError("derive")
        return Group("part", exceptions)


class Enters:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        raise OSError("exit")


import sys

stars = type(sys)("stars")
stars.__all__ = ["nothing"]
sys.modules["stars"] = stars
future = type(sys)("__future__")
future.annotations = None
sys.modules["__future__"] = future
raises = Raises()
CASES = """
    -raises
    ~raises
    not raises
    if raises: pass
    raises + 1
    1 + raises
    raises == 1
    raises < 1
    1 in raises
    raises[1]
    raises[1] = 2
    del raises[1]
    raises[1:2]
    raises[1:2] = 3
    raises.a
    raises.a = 1
    del raises.a
    raises.method(1)
    iter(raises)
    for item in raises: pass
    for item in 1: pass
    a, b = raises
    a, *b = raises
    a, *b = 1
    [*raises]
    {*raises}
    {raises}
    {raises: 1}
    {**raises}
    {1: 2, **1}
    {key: 1 for key in [raises]}
    {key for key in [raises]}
    function(**raises)
    function(**{1: 2})
    function(a=1, **{"a": 2})
    function(*raises)
    function(1, 2, 3, nothing=1)
    exact()
    exact(1, 2, 3)
    exact(b=1)
    f"{raises}"
    f"{raises!s}"
    f"{raises!r}"
    f"{raises:x}"
    t"{raises!r:x}"
    len(raises)
    str(raises)
    tuple(raises)
    isinstance(raises, Checked)
    isinstance(raises, 3)
    unbound
    del unbound_global
    del {}["missing"]
    import missing_module
    from sys import missing_name
    from sys import *; raise OSError
    with raises: pass
    with 1: pass
    with Enters(): 1 / 0
    BadInit()
    NeedsMore()
    d = {}; d[raises] = 1
    [].pop()
    {}.popitem()
    [1].index(2)
    "a".join([1])
    "ab".index("c")
    ord("ab")
    abs("a")
    int("x")
    max()
    {}[raises]
    raises in {}
    raises in {1}
    {1: 2}[3]
    next(raises)
    super(1, 2)
    type(raises)(1, 2)
    print(sep=1)
    sorted([1], key=1)
    [1].sort(key=2)
    assert raises
"""


def exact(a, b):
    return a


def function(*rest, **names):
    return rest


def one(a):
    return a


def deref():
    def inner():
        return value

    del value
    inner()
    value = 1


def undefined_cell():
    del cell
    cell = 1
    return lambda: cell


def unbound_cell():
    def inner():
        return cell

    inner()
    cell = 1


def class_over_cell():
    class C(metaclass=WithNamespace):
        raises_here = cell

    cell = 1


def class_over_unbound_cell():
    def make():
        class C:
            x = cell

    make()
    cell = 1


def unbound_fast():
    del name
    name = 1


def unbound_load():
    name
    name = 1


def delete_global():
    global never
    del never


def class_stores():
    class C(metaclass=WithNamespace):
        name = 1


def class_loads():
    class C(metaclass=WithNamespace):
        some_name


def class_deletes():
    class C(metaclass=WithNamespace):
        del some_name


def class_deletes_nothing():
    class C:
        del nothing


def class_annotates():
    exec("from __future__ import annotations\nclass C(metaclass=WithNamespace):\n    name: int", globals())


def except_nothing():
    try:
        1 / 0
    except 3:
        pass


def except_group_nothing():
    try:
        raise ExceptionGroup("group", [OSError()])
    except* 3:
        pass


def split(times):
    Group.left = times
    try:
        raise Group("all", [OSError(), KeyError(), ValueError()])
    except* OSError:
        raise
    except* KeyError as error:
        raise error


def matches(subject, *kinds):
    match subject:
        case Checked(a):
            return a


def match_length():
    match RaisingSequence():
        case [a, b]:
            return a


def match_keys():
    match RaisingMapping(a=1):
        case {"a": 1}:
            return 1


def match_class():
    match 1:
        case exact(a):
            return a


def match_too_many():
    match 1:
        case int(a, b):
            return a


def yields_from():
    yield from 1


def delegates(iterable):
    yield from iterable


def raising_iterator():
    yield 1
    raise OSError("generator")


async def awaits():
    await 1


async def loops():
    async for item in 1:
        pass


async def loops_raising():
    async for item in RaisingAsync():
        pass


class RaisingAsync:
    def __aiter__(self):
        return self

    def __anext__(self):
        raise OSError("anext")


class Counts:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


async def counts():
    return [i async for i in Counts(3)]


async def enters():
    async with Enters():
        pass


def run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value


def raise_from():
    raise OSError from 3


def raise_nothing():
    raise 3


def print_nothing():
    return *raises, 1


def type_parameters():
    exec("def f[T: (1 / 0)](): pass\nf.__type_params__[0].__constraints__", {})


def bad_base():
    class C(1):
        pass


def no_builtins():
    exec("class C: pass", {"__builtins__": {}})


def no_import():
    exec("import sys", {"__builtins__": {}})


def iterate_raising():
    for item in iter(raising_iterator()):
        pass


def iterate_raising_map():
    for item in map(int, ["1", "x"]):
        pass


def bad_yield_from():
    list(yields_from())


def bad_delegate():
    list(delegates(raising_iterator()))


def make(line):
    namespace = dict(globals())
    exec(f"def case():\n    {line}", namespace)
    return namespace["case"]


cases = [make(line.strip()) for line in CASES.strip().splitlines() if "import *" not in line]
cases += [
    deref, undefined_cell, unbound_cell, class_over_cell, class_over_unbound_cell, unbound_fast, unbound_load,
    delete_global, class_stores, class_loads, class_deletes, class_deletes_nothing, class_annotates, except_nothing,
    except_group_nothing, lambda: matches(1), match_length, match_keys, match_class, match_too_many, bad_yield_from,
    bad_delegate, lambda: run(awaits()), lambda: run(loops()), lambda: run(loops_raising()), lambda: run(counts()),
    lambda: run(enters()), raise_from, raise_nothing, print_nothing, type_parameters, bad_base, no_builtins, no_import,
    iterate_raising, iterate_raising_map, lambda: exec("from sys import *\nfrom missing import *", {}),
    lambda: exec("x: int = 1\n", {}), lambda: exec("from __future__ import annotations\nx: int = 1\n", {}),
    lambda: exec("name = 1", {}, Namespace()), lambda: exec("name", {}, Namespace()),
    lambda: exec("from __future__ import annotations\nx: int = 1\n", {}, Namespace()),
    lambda: exec("from stars import *", {}), lambda: split(0), lambda: split(1), lambda: split(2), lambda: split(3),
    lambda: split(4), lambda: split(5), lambda: split(6), lambda: exec("del name", {}, Namespace()), lambda: exec("del name", {}),
]
result = []
for case in cases:
    kinds = set()
    for _ in range(12):
        try:
            case()
        except Exception as error:
            kinds.add(type(error).__name__)
    result.append((case.__name__, sorted(kinds)))
