"""Tracebacks through exec'd code, whose source cannot be shown, and through custom hooks."""

import sys


def hook(kind, error, tb):
    print("hook:", kind.__name__, error, file=sys.stderr)
    while tb:
        code = tb.tb_frame.f_code
        print("  ", code.co_name, tb.tb_lineno, "<exec>" if code.co_filename == "<made>" else "file", file=sys.stderr)
        tb = tb.tb_next


source = """
def inner(x):
    return 1 / x

def outer(x):
    return inner(x - 1)
"""
ns = {}
exec(compile(source, "<made>", "exec"), ns)
try:
    ns["outer"](1)
except ZeroDivisionError:
    sys.excepthook(*sys.exc_info())
try:
    exec("x = (1 +")
except SyntaxError:
    sys.excepthook(*sys.exc_info())
sys.excepthook = hook
ns["outer"](1)
