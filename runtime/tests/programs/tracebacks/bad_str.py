"""Exceptions whose text fails, is empty, or has several lines, and classes in other scopes."""

import sys


class BadStr(Exception):
    def __str__(self):
        raise ValueError("no text")


class Empty(Exception):
    pass


def local():
    class Inner(Exception):
        pass
    return Inner


for error in (BadStr(), Empty(), Empty(""), Empty("one\ntwo"), local()("x"), KeyError("key\n"), KeyError(1),
              OSError(2, "gone", "f"), StopIteration(), AssertionError(), ValueError(1, 2), ValueError(None)):
    try:
        raise error
    except Exception:
        sys.excepthook(*sys.exc_info())
raise local()("é 日本 🐍")
