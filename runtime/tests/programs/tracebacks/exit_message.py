"""sys.exit with text prints it to standard error; status 1."""

import sys

for code in (None, 0, 3, "text", (1, 2), 2.5, True):
    try:
        sys.exit(code)
    except SystemExit as error:
        print(repr(error.code), error.args, isinstance(error, Exception))
try:
    raise SystemExit(1, 2)
except SystemExit as error:
    print(error.code)
sys.exit("fatal: é went wrong")
