"""Modules that import each other, and a module with __getattr__."""

import _cycle_a
import _cycle_b
import _dynamic
from _dynamic import made

print(_cycle_b._cycle_a is _cycle_a, _cycle_a._cycle_b is _cycle_b)
print(_dynamic.made, made, dir(_dynamic), hasattr(_dynamic, "absent"))
try:
    _dynamic.absent
except AttributeError as error:
    print(error)
try:
    from _dynamic import absent
except ImportError as error:
    print(str(error).split(" (")[0])
_dynamic.made = "now real"
print(_dynamic.made, made)
