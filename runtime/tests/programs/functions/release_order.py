"""In which order things end that end together."""

import sys


class Thing:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("end of", self.name)


def variables():
    first = Thing("first")
    second = Thing("second")
    third = Thing("third")


variables()


def parameters(a, b, *args, **keywords):
    c = Thing("c")
    d = Thing("d")


parameters(Thing("a"), Thing("b"), Thing("args"), k=Thing("k"))


def generator():
    first = Thing("first of a generator")
    second = Thing("second of a generator")
    yield


steps = generator()
next(steps)
del steps


def fails():
    first = Thing("first of a traceback")
    second = Thing("second of a traceback")
    raise KeyError


try:
    fails()
except KeyError:
    pass
print("cleared")
try:
    fails()
except KeyError as error:
    error.__traceback__.tb_next.tb_frame.clear()


async def coroutine():
    first = Thing("first of a coroutine")
    second = Thing("second of a coroutine")
    await 5


try:
    coroutine().send(None)
except TypeError:
    pass


def closure():
    first = Thing("first of a closure")
    second = Thing("second of a closure")
    return lambda: (first, second)


closure()


def frame():
    first = Thing("first of a frame")
    second = Thing("second of a frame")
    return sys._getframe()


frame()


class Pair:
    def __init__(self):
        self.first = Thing("first attribute")
        self.second = Thing("second attribute")


Pair()
things = [Thing("first item"), Thing("second item")]
del things
things = (Thing("first of a tuple"), Thing("second of a tuple"))
del things
things = {1: Thing("first value"), 2: Thing("second value")}
del things
things = [Thing("first removed"), Thing("second removed"), Thing("third removed")]
things[:] = []
things = [Thing("first cleared"), Thing("second cleared")]
things.clear()
print("end of the program")
