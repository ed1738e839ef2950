"""Tracebacks through generators, coroutines, comprehensions, __init__, properties, operators and built-in callbacks."""

import sys


def gen():
    yield 1
    raise ValueError("in a generator")


def delegating():
    yield from gen()


async def coroutine():
    return await inner()


async def inner():
    raise ValueError("in a coroutine")


class C:
    def __init__(self, fail=False):
        if fail:
            self.x = 1 / 0

    @property
    def prop(self):
        return self.missing

    def __add__(self, other):
        return other.nope

    def __lt__(self, other):
        raise TypeError("not ordered")

    def __len__(self):
        return undefined

    def __getattr__(self, name):
        raise LookupError(name)


def key(x):
    return {}[x]


for action in (lambda: list(delegating()), lambda: coroutine().send(None), lambda: C(True), lambda: C() + 5,
               lambda: sorted([C(), C()]), lambda: sorted([1, 2], key=key), lambda: len(C()),
               lambda: [key(i) for i in range(2)],
               lambda: list(map(key, [1])), lambda: max(*[1, "a"]), lambda: C().prop, lambda: (x for x in C() if x)):
    try:
        action()
    except Exception:
        sys.excepthook(*sys.exc_info())
