"""Warnings of the compiler go to standard error, and the program runs."""


def overriding():
    try:
        return "try"
    finally:
        return "finally"


def swallowing():
    try:
        1 / 0
    finally:
        return "swallowed"


print(overriding(), swallowing())
print("\d", 1 is 1, (1, 2) is ())
assert (1, "always true")
