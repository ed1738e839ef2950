"""SystemExit with an object that is no number, raised in a nested generator."""


class Code:
    def __str__(self):
        return "an object as exit code"


def generator():
    try:
        yield 1
        raise SystemExit(Code())
    finally:
        print("generator finally")


def outer():
    yield from generator()


try:
    list(outer())
except Exception:
    print("not an Exception")
