"""A duplicate parameter is found by the symbol table."""


def outer():
    def inner(a, b, *, a=1):
        return a
    return inner
