"""Packages, relative imports, dotted names."""

import sys
import _package
import _package.first
import _package._sub as sub
from _package import second, first as f, name
from _package._sub import three, parent_name

print(_package.name, _package.first.one, second.two, f is _package.first, name, sub.three, three, parent_name,
      _package.two)
print(_package.__package__, _package.first.__package__, sub.__name__, sub.__package__, _package.__name__,
      len(_package.__path__), hasattr(f, "__path__"))
try:
    import _package._sub.leaf
except ImportError as error:
    print(type(error).__name__, error)
print("_package._sub.leaf" in sys.modules, hasattr(sub, "leaf"))
for source in ("import _package.missing", "from _package import missing", "from _package.missing import x",
               "import _package.first.deeper"):
    try:
        exec(source)
    except ImportError as error:
        print(source, "|", type(error).__name__, str(error).split(" (")[0])


def inside():
    import _package.second
    return _package.second.two


print(inside(), sorted(m for m in sys.modules if m.startswith("_package")))
