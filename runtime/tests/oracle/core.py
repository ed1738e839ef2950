"""What CPython says about types, descriptors and exceptions: writes them to the file that is named, or compares with `--check`.

Every case is a list of lines in the small part of Python that the test in `src/objects/core_cases.rs` understands: names,
attributes, items, calls, literals, operators without precedence, assignments and `del`. A line answers with the repr of its
value, with nothing (a statement), or with the exception that it raised. Addresses are left out.

Run it with the CPython whose answers are wanted.
"""

import json
import pathlib
import re
import sys
import types
import warnings
import weakref

CASES = """
type('X', (), {})
type('X', (), {'__module__': 'm'})
type('X', (), {'__qualname__': 'a.b', '__module__': 'm'})
type(1)
type(1, 2)
type(1, (), {})
type('X', 1, {})
type('X', (), 1)
type('X', (1,), {})
type('X', (bool,), {})
type('X', (int, str), {})
type('X', (object, int), {})
type('X', (), {'__slots__': 'a'}).a
type('X', (), {'__slots__': ('1',)})
type('X', (), {'__slots__': (1,)})
type('X', (int,), {'__slots__': ('a',)})
type('X', (tuple,), {'__slots__': ('a',)})
type('X', (tuple,), {'__slots__': ()}).__dictoffset__
type('X', (), {'__slots__': ('a',), 'a': 1})
type('X', (), {'__slots__': ('__dict__', '__dict__')})
type('X', (), {'__slots__': ('__weakref__', '__weakref__')})
type('X', (), {'__qualname__': 1})
type('X', (), {'__classcell__': 1})
type('X', (), {'__bases__': 1}).__bases__
type('X', (), {'x': 1}, y=2)
type.__new__(type)
type.__new__(int)
type.__new__(1)
object.__new__()
object.__new__(1)
object.__new__(int)
int.__new__(str)
object(1)
type('C', (), {})(1)
type('C', (), {})(x=1)
int.x
int.x = 1
del int.x
int.__name__ = 'x'
int.__bases__ = ()
---
C = type('C', (), {'x': 1})
C.x
C().x
C().y
C.y
c = C()
c.x = 2
c.x
c.__dict__
del c.x
c.x
del c.x
c.__dict__ = 1
c.__dict__ = {'x': 5}
c.x
c.__class__ = 1
c.__class__ = int
del c.__class__
c.__class__
c.__weakref__
c.__module__
C.__dict__['__dict__']
C.__dict__['__weakref__']
C.__name__ = 'D'
C
C.__name__ = 1
C.__qualname__ = 'E'
C
C.__qualname__ = 1
del C.__name__
C.__bases__
C.__bases__ = ()
C.__bases__ = 1
C.__bases__ = (1,)
C.__bases__ = (int,)
C.__bases__ = (C,)
C.__doc__
C.__doc__ = 'doc'
C.__doc__
C.__module__ = 'mod'
C
C.__abstractmethods__
C.__mro__
C.mro()
C.__subclasses__()
C.__annotations__
C.__type_params__
C.__basicsize__ == object.__basicsize__
C.z
C.z = 3
c.z
---
A = type('A', (), {})
B = type('B', (), {})
X = type('X', (A, B), {})
Y = type('Y', (B, A), {})
type('Z', (X, Y), {})
type('Z', (A, A), {})
type('Z', (A, X), {})
X.__mro__
X.__bases__ = (B, A)
X.__mro__
A.__subclasses__()
A.v = 1
X().v
X.v
del A.v
X.v
X.__base__
---
M = type('M', (type,), {'m': 1})
C = M('C', (), {})
C
C.m
C().m
type(C)
D = type('D', (C,), {})
type(D)
N = type('N', (type,), {})
E = N('E', (), {})
type('F', (C, E), {})
M.__call__
M('G', (), {}, x=1)
---
S = type('S', (), {'__slots__': ('b', 'a')})
s = S()
s.a
s.a = 1
s.a
del s.a
del s.a
s.c
s.c = 1
S.a
S.a.__get__(1)
S.a.__set__(1, 2)
S.__slots__
s.__dict__
T = type('T', (S,), {})
t = T()
t.a = 1
t.z = 2
t.__dict__
t.__class__ = S
U = type('U', (), {'__slots__': ('a', 'b')})
s.__class__ = U
s.a = 7
s.__class__
s.a
type('V', (S, U), {})
---
p = property(len)
p
p.fget
p.fset
C = type('C', (), {'p': p, 'q': property(), 'r': property(len, doc='text')})
C.p
C().p
C().p = 1
del C().p
C().q
C.r.__doc__
C.p.__name__
p.getter(repr).fget
p.setter(repr).fset
p.deleter(repr).fdel
p.__set_name__(1)
p.__isabstractmethod__
property(1, 2, 3, 4, 5)
property(x=1)
property(fgett=1)
property(1, fget=2)
property(fset=1, doc=2).fset
---
C = type('C', (), {'f': classmethod(repr), 'g': staticmethod(repr), 'h': repr})
C.f()
C().f()
C.g(1)
C().g(2)
C().h(3)
C.__dict__['f']
C.__dict__['g']
C.__dict__['g'](4)
C.__dict__['f'].__func__
C.__dict__['f'].__name__
C.__dict__['g'].__wrapped__
C.__dict__['f'](1)
classmethod()
staticmethod(1, 2)
classmethod(1).__get__(None, int)
---
C = type('C', (), {'__len__': staticmethod(int)})
len(C())
C.__len__ = 5
len(C())
del C.__len__
len(C())
C.__repr__ = classmethod(len)
repr(C())
C.__call__ = staticmethod(repr)
C()(1)
C.__getattr__ = staticmethod(repr)
C().zzz
C.__hash__ = None
hash(C())
D = type('D', (), {'__eq__': 1})
hash(D())
D.__hash__
E = type('E', (), {'__init__': staticmethod(int)})
E()
F = type('F', (), {'__new__': repr})
F()
G = type('G', (), {'__bool__': staticmethod(int)})
G() or 1
---
int.__add__
int.__add__(1)
int.__add__()
int.__add__('a', 1)
int.__add__(1, 2)
(1).__add__
(1).__add__(2)
(1).__add__(2, 3)
(1).__add__(x=1)
int.__radd__(1, 2)
int.__lt__(1, 2)
int.__lt__(1, 'a')
int.__hash__(5)
int.__bool__(0)
int.__index__(True)
int.__repr__(1)
int.real
int.real.__get__(1)
int.real.__set__(1, 1)
int.real.__name__
int.real.__objclass__
int.__add__.__name__
int.__add__.__qualname__
int.__add__.__objclass__
int.__add__.__doc__
int.__add__.__text_signature__
object.__init__
object.__init__()
object.__repr__(1).__class__
object.__eq__(1, 1)
object.__eq__(1, 2)
object.__ne__(1, 2)
object.__ne__(1, 1)
object.__lt__(1, 1)
object.__format__(1, 'x')
object.__format__(1, 1)
object.__sizeof__(object()) == 16
object.__reduce__
object.__subclasshook__()
object.__init_subclass__()
object.__init_subclass__(1)
object().__dir__
object().x
object().x = 1
object().__class__ = int
object().__repr__ = 1
list.append
list.append()
list.append(1, 2)
list.append([], x=1)
list.append([])
[].append
[].append()
[].append(1, 2)
[].append.__self__
[].append.__name__
[].append.__qualname__
len
len.__name__
len.__qualname__
len()
len(1)
len([], [])
int.from_bytes.__qualname__
dict.fromkeys
dict.__dict__['fromkeys']
dict.__dict__['fromkeys'].__get__(None)
dict.__dict__['fromkeys'].__get__(None, 1)
dict.__dict__['fromkeys'].__get__(None, int)
dict.__dict__['fromkeys'](1)
type.__dict__['__basicsize__']
type.__dict__['__dict__']
type.__dict__['mro']
int.__new__
int.__dict__['__new__']
object.__setattr__(int, 'x', 1)
type.__setattr__(int, 'x', 1)
object.__getattribute__(1, 2)
object.__getattribute__(1, 'x')
---
super(int, 1)
super(int, 'a')
super(1, 2)
super(int)
super(int, 1).real
super(int, True).real
super(bool, True).__repr__()
super(bool, True).__class__
super(bool, True).__thisclass__
super(bool, True).__self_class__
super(bool, True).x
super(1)
super(int, 1, 2)
super(x=1)
A = type('A', (), {'f': classmethod(repr)})
B = type('B', (A,), {'f': 1})
super(B, B()).f()
super(B, B).f()
super(A, B()).f
---
isinstance(1, int)
isinstance(1, (str, (int,)))
isinstance(1, 1)
isinstance(1, (1,))
isinstance(1, int | str)
isinstance(1, list[int])
issubclass(bool, int)
issubclass(1, int)
issubclass(int, 1)
issubclass(int, (str, int))
issubclass(bool, int | str)
isinstance(True, int)
callable(len)
callable(1)
callable(int)
---
int | str
int | None
None | int
int | int
int | 1
1 | int
list[int]
list[int, str]
list[int].__origin__
list[int].__args__
list[int]([1, 2])
list[int] == list[int]
list[int] == list[str]
type[int]
dict[str, list[int]]
list[...]
int | list[int]
(int | str) == (str | int)
hash(int | str) == hash(str | int)
(int | str).__args__
list[int] | None
int[0]
None | None
type('X', (list[int],), {})
---
None.x
None.x = 1
type(None)
type(None)()
type(None)(1)
type(...)()
type(...)(1)
type(NotImplemented)
type(NotImplemented)(1)
NotImplemented
...
hash(None)
type('X', (type(None),), {})
---
1 + 'a'
[1] + 1
[1] * 'a'
[1] * 2
2 * [1]
1 < 'a'
1 == 'a'
1 != 'a'
-'a'
~1.5
-True
1 @ 2
1 in 1
1 in [1]
(1)(2)
1[0]
[1]['a']
[1][5]
iter(1)
next(1)
next(iter([]))
hash([])
len(1)
del 1[0]
1[0] = 1
(1,)[0] = 1
del (1,)[0]
del [1][0]
getattr(1, 'x')
getattr(1, 1)
setattr(1, 'x', 1)
---
ValueError()
ValueError(1)
ValueError(1, 'a')
str(ValueError())
str(ValueError(1, 'a'))
str(KeyError('a'))
str(KeyError('a', 'b'))
ValueError(x=1)
e = ValueError(1)
e.args
e.args = 5
e.args = [1, 2]
e
del e.args
e.__cause__
e.__cause__ = 1
e.__cause__ = KeyError(1)
e.__cause__
e.__suppress_context__
e.__context__
e.__context__ = 1
e.__traceback__
e.__traceback__ = 1
del e.__cause__
e.__notes__
e.add_note(1)
e.add_note('n')
e.__notes__
e.__dict__
e.x = 1
e.__dict__
e.with_traceback(1)
e.with_traceback(None)
e.__reduce__()
e.__setstate__(1)
e.__setstate__({'y': 2})
e.y
---
StopIteration().value
StopIteration(1).value
StopIteration(1, 2).value
SystemExit().code
SystemExit(1).code
SystemExit(1, 2).code
OSError(2, 'no')
OSError(2, 'no', 'f').filename
str(OSError(2, 'no', 'f'))
str(OSError(2, 'no', 'f', None, 'g'))
OSError(13, 'x')
OSError(2)
OSError(2, 'a', 'b').args
OSError(99, 'x').errno
OSError(x=1)
BlockingIOError(11, 'x', 5).characters_written
OSError(1).characters_written
ImportError('a', name='b')
ImportError('a', name='b').name
ImportError('a', path='p').path
ImportError('a', x=1)
ImportError('a', nam=1)
str(ImportError('a', 'b'))
ImportError('a').msg
NameError('a', name='n').name
NameError('a', x=1)
AttributeError('a', name='n', obj=1).obj
ModuleNotFoundError('a', name='n').name
UnboundLocalError(1)
SyntaxError('m', ('f', 1, 2, 'text'))
str(SyntaxError('m', ('f', 1, 2, 'text')))
str(SyntaxError('m', ('/a/f', 1, 2, 'text')))
str(SyntaxError('m'))
str(SyntaxError())
SyntaxError('m', ('f', 1, 2, 'text', 3, 4)).end_lineno
SyntaxError('m', ('f', 1, 2, 'text', 3))
SyntaxError('m', (1,))
SyntaxError('m', 5)
IndentationError('m', ('f', 1, 2, 'text')).lineno
UnicodeEncodeError('utf-8', 'a', 0, 1, 'r')
str(UnicodeEncodeError('utf-8', 'abc', 0, 1, 'r'))
str(UnicodeEncodeError('utf-8', 'abc', 0, 2, 'r'))
str(UnicodeDecodeError('utf-8', b'abc', 1, 2, 'r'))
str(UnicodeDecodeError('utf-8', b'abc', 1, 3, 'r'))
str(UnicodeTranslateError('abc', 1, 2, 'r'))
UnicodeEncodeError('utf-8', 'a', 0, 1)
UnicodeEncodeError('utf-8', b'a', 0, 1, 'r')
UnicodeDecodeError('utf-8', 'a', 0, 1, 'r')
UnicodeDecodeError(1, b'a', 0, 1, 'r')
---
type('X', (OSError, SyntaxError), {})
type('X', (OSError, ValueError), {}).__mro__
type('X', (OSError, int), {})
X = type('X', (OSError,), {})
X(2, 'a')
X(2, 'a', 'f').filename
---
ExceptionGroup()
ExceptionGroup('m')
ExceptionGroup('m', [])
ExceptionGroup('m', 1)
ExceptionGroup(1, [ValueError()])
ExceptionGroup('m', [1])
ExceptionGroup('m', [KeyboardInterrupt()])
BaseExceptionGroup('m', [ValueError(1)])
BaseExceptionGroup('m', [KeyboardInterrupt()])
g = ExceptionGroup('m', [ValueError(1), ExceptionGroup('n', [TypeError(2), ValueError(3)])])
g
str(g)
g.message
g.exceptions
g.message = 1
g.split(ValueError)
g.split((ValueError, TypeError))
g.split(KeyError)
g.split(1)
g.split(callable)
g.subgroup(TypeError)
g.subgroup(KeyError)
g.derive([KeyError(1)])
g.derive([KeyboardInterrupt()])
g.derive(1)
type('G', (ExceptionGroup,), {})('m', [KeyboardInterrupt()])
---
ref(1)
ref([])
ref()
C = type('C', (), {})
c = C()
r = ref(c)
r() == c
r == ref(c)
ref(c) is r
r.__callback__
c.__weakref__ == r
ref(c, len) == r
ref(c, len).__callback__
r(1)
hash(r) == hash(c)
type('S', (), {'__slots__': ()})()
ref(type('S', (), {'__slots__': ()})())
q = proxy(c)
c.x = 5
q.x
q.y
q.x = 6
c.x
hash(q)
del c
r()
q.x
hash(ref(C())) 
---
mappingproxy({'a': 1})
mappingproxy(1)
mappingproxy([])
m = mappingproxy({'a': 1})
m['a']
m['b']
m['b'] = 1
m.get('z', 5)
m | {'b': 2}
m == {'a': 1}
len(m)
'a' in m
m.keys()
m.copy()
hash(m)
---
SimpleNamespace()
SimpleNamespace(a=1, b='x')
SimpleNamespace({'a': 1})
SimpleNamespace(1)
SimpleNamespace(1, 2)
n = SimpleNamespace(a=1)
n.a
n.b
n.b = 2
n
n == SimpleNamespace(a=1, b=2)
n.n = n
n
n.__dict__['a']
---
cell()
cell(1)
cell(1, 2)
cell().cell_contents
cell(1).cell_contents
x = cell(1)
x.cell_contents = 2
x.cell_contents
del x.cell_contents
x.cell_contents
cell(1) == cell(1)
cell(1) < cell(2)
cell() < cell(1)
cell(1) == 1
---
module()
module('m')
module(1)
m = module('m', 'doc')
m.__doc__
m.__name__
m.x
m.x = 1
m.x
m.__dict__['x']
m.__dict__ = 1
del m.y
m.__getattr__ = repr
m.zzz
m.__annotations__
m.__spec__
---
method(len, [1])()
method(1, 2)
method(len, None)
method(len)
method(len, [1, 2])
method(len, [1]).__func__
method(len, [1]).__self__
method(len, [1]) == method(len, [1])
method(len, 1).__name__
method(len, 1).x
"""

ADDRESS = re.compile(r"0x[0-9a-f]+")


def environment():
    """The names that lines may use: those of `builtins`, and some types that are elsewhere."""
    return {
        "ref": weakref.ref,
        "proxy": weakref.proxy,
        "mappingproxy": types.MappingProxyType,
        "SimpleNamespace": types.SimpleNamespace,
        "cell": types.CellType,
        "module": types.ModuleType,
        "method": types.MethodType,
        "__name__": "__main__",
    }


def run(line, names):
    """The answer of a line."""
    try:
        try:
            code = compile(line, "<case>", "eval")
        except SyntaxError:
            exec(compile(line, "<case>", "exec"), names)
            return ""
        return ADDRESS.sub("0x", repr(eval(code, names)))
    except BaseException as error:
        return ADDRESS.sub("0x", f"{type(error).__name__}: {error}")


def answers(cases):
    """All cases with their answers, a JSON array of pairs a line."""
    lines = []
    for case in cases.strip().split("\n---\n"):
        names = environment()
        pairs = [[line.strip(), run(line.strip(), names)] for line in case.strip().splitlines()]
        lines.append(json.dumps(pairs, ensure_ascii=False))
    return "\n".join(lines) + "\n"


def main(cases, arguments):
    """Writes the answers to a file, or compares them with it."""
    warnings.simplefilter("ignore")
    (path,) = [argument for argument in arguments if not argument.startswith("--")]
    target = pathlib.Path(path)
    if "--check" in arguments:
        if target.read_text() != answers(cases):
            sys.exit(f"{path} differs from what this interpreter answers; write it anew without --check")
    else:
        target.write_text(answers(cases))


if __name__ == "__main__":
    main(CASES, sys.argv[1:])
