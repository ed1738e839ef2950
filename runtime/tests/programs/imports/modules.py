"""import in its forms; modules are run once and cached; globals of modules."""

import sys
import _helper
import _helper as again
from _helper import VALUE, increment as inc, counter

print(_helper is again, VALUE, inc(), inc(), counter, _helper.counter, _helper.where(), _helper.__name__,
      _helper.__doc__, type(_helper).__name__)
print(sys.modules["_helper"] is _helper, "_helper" in sys.modules, __name__, sys.modules["__main__"].VALUE,
      inc.__module__, _helper.Thing, _helper._private)
_helper.VALUE = 43
from _helper import VALUE as new
print(VALUE, new, _helper.increment.__globals__ is vars(_helper),
      sorted(k for k in vars(_helper) if not k.startswith("__")))


def local_import():
    import _helper as h
    from _helper import Thing
    return h.where(), Thing.__qualname__


print(local_import())
for source in ("import not_there", "from _helper import not_there", "import _helper.sub", "from not_there import x",
               "import _failing", "import _broken", "from . import x", "_helper.nope", "import sys.nope",
               "from sys import nope", "import _failing"):
    try:
        exec(source)
    except (ImportError, ValueError, SyntaxError, AttributeError) as error:
        print(source, "|", type(error).__name__, str(error).split(" (")[0], getattr(error, "name", None))
print("_failing" in sys.modules, "_broken" in sys.modules)
del sys.modules["_helper"]
import _helper as fresh
print(fresh is _helper, fresh.counter, _helper.counter)
sys.modules["made_up"] = "anything can be a module"
import made_up
print(made_up)
sys.modules["blocked"] = None
try:
    import blocked
except ImportError as error:
    print(type(error).__name__, error)
module = type(sys)("handmade", "its doc")
module.x = 1
sys.modules["handmade"] = module
from handmade import x
print(x, module.__doc__, module.__name__, repr(module), module.__dict__["x"])
try:
    module.y
except AttributeError as error:
    print(error)
print(__import__("_helper").VALUE, repr(sys), math if "math" in globals() else "no math")
import math, time
print(math.__name__, time.__name__, repr(math)[:14], hasattr(math, "__file__") or True)
del math
try:
    math.pi
except NameError as error:
    print(str(error)[:30])
