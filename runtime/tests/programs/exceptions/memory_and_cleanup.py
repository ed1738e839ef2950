"""When objects die: finalizers and exceptions, frames, cycles broken by hand, unraisable errors."""

import sys


class Noisy:
    alive = 0

    def __init__(self, name):
        self.name = name
        Noisy.alive += 1

    def __del__(self):
        Noisy.alive -= 1
        print("del", self.name)


def raises():
    local = Noisy("local of a raising function")
    raise ValueError("x")


try:
    raises()
except ValueError as error:
    print("handling", Noisy.alive)
print("handled", Noisy.alive)
try:
    raises()
except ValueError as error:
    kept = error
print("kept", Noisy.alive)
kept.__traceback__ = None
print("traceback gone", Noisy.alive)
a = Noisy("a")
a = None
b = Noisy("b")
c = b
del b
print("still", c.name)
c = 5
box = [Noisy("in a list"), Noisy("second")]
box[0] = None
box.pop()
d = {"k": Noisy("in a dict")}
d["k"] = Noisy("replaces")
d.clear()


def argument(x):
    x = None
    print("argument dropped")


argument(Noisy("argument"))


def generator():
    held = Noisy("held by a generator")
    yield 1
    yield 2


g = generator()
next(g)
del g
print("generator gone")
for i in range(2):
    loop = Noisy(f"loop {i}")
del loop
print([Noisy(f"comprehension {i}").name for i in range(2)])


class Node:
    def __init__(self):
        self.other = None
        self.noisy = Noisy("on a node")


n = Node()
n.other = n
n.other = None
del n
t = (Noisy("t1"), Noisy("t2"))
x, y = t
del t
print("unpacked")
del x
del y


class Resurrect:
    saved = []

    def __del__(self):
        print("resurrecting")
        Resurrect.saved.append(self)


r = Resurrect()
del r
print(len(Resurrect.saved))
Resurrect.saved.clear()


class Fails:
    def __del__(self):
        raise ValueError("in del")


def hook(info):
    print("unraisable:", info.exc_type.__name__, info.exc_value, type(info.object).__name__)


sys.unraisablehook = hook
f = Fails()
del f
print("goes on")


def closure():
    held = Noisy("cell")

    def inner():
        return held.name
    return inner


f = closure()
print(f())
del f
lst = [Noisy("slice %d" % i) for i in range(4)]
lst[1:3] = []
print("slice deleted")
lst *= 0
print(Noisy.alive)
