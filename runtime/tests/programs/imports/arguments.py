# args: one --two=3 é -x
"""sys.argv, __name__ and what else a main program knows."""

import sys

print(sys.argv[0].endswith("arguments.py"), sys.argv[1:], len(sys.argv), __name__,
      __file__.endswith("imports/arguments.py"), __doc__)
print(sys.version_info[:2], sys.version_info.major, sys.version_info >= (3, 14),
      sys.implementation.name == "cpython" or True, sys.maxsize == 2**63 - 1, sys.byteorder in ("little", "big"),
      sys.maxunicode)
print(sys.flags.optimize, sys.getrecursionlimit(), sys.path[0].endswith("imports"), isinstance(sys.modules, dict),
      sys.float_info.max, sys.float_info.epsilon, sys.int_info.bits_per_digit > 0, sys.hash_info.modulus,
      sys.getdefaultencoding())
print(__builtins__.len is len, __spec__, __package__, [n for n in dir() if not n.startswith("__")],
      sys.intern("x") == "x", sys.executable != "" or True, sys.exc_info())
frame = sys._getframe()
print(frame.f_code.co_name, frame.f_lineno, frame.f_globals is globals(), frame.f_back)


def caller():
    return sys._getframe(1).f_code.co_name, sys._getframe().f_lineno, sorted(sys._getframe().f_locals)


print(caller())
if __name__ == "__main__":
    print("main")
