"""Imported by programs of this folder."""

print("helper runs as", __name__)
VALUE = 42
_private = "private"
counter = 0


def increment():
    global counter
    counter += 1
    return counter


def where():
    return __name__


class Thing:
    pass
