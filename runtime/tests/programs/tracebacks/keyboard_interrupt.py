"""A KeyboardInterrupt that nobody handles ends the process by its signal's status; here it is handled."""

import sys


def work():
    raise KeyboardInterrupt("by hand")


try:
    work()
except Exception:
    print("wrong")
except BaseException as error:
    print(type(error).__name__, error)
print(sys.exception())
