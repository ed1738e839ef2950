"""sys.exit with a number; the status of a process has eight bits."""

import sys


class Manager:
    def __enter__(self):
        return self

    def __exit__(self, kind, error, tb):
        print("exit", kind.__name__, error.code)


with Manager():
    sys.exit(300)
