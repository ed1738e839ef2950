"""A syntax error at start-up: nothing runs."""

print("never printed")


def broken(:
    pass
