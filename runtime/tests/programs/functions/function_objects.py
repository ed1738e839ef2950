"""Attributes of functions and methods, and changing them."""


def f(a, b=1, *args, c, d=2, **kw) -> int:
    """The docstring."""
    local = a
    return local, b, args, c, d, kw


print(f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__defaults__, f.__kwdefaults__, f.__annotations__,
      f.__dict__, f.__closure__)
code = f.__code__
print(code.co_name, code.co_argcount, code.co_kwonlyargcount, code.co_posonlyargcount, code.co_varnames,
      code.co_nlocals, code.co_flags & 12, code.co_names, code.co_firstlineno)
f.tag = "attribute"
print(f.tag, f.__dict__, hasattr(f, "nope"))
f.__defaults__ = (10,)
f.__kwdefaults__ = {"c": 20, "d": 30}
print(f(1), f.__defaults__, f.__kwdefaults__)
f.__name__ = "renamed"
f.__doc__ = None
print(f.__name__, f.__qualname__, f.__doc__)


def g(x): return "g", x
def h(x): return "h", x, x


g.__code__ = h.__code__
print(g(1), g.__name__)
try:
    f.__code__ = 5
except TypeError as error:
    print(error)
try:
    f.__name__ = 5
except TypeError as error:
    print(error)
try:
    f.__closure__ = ()
except AttributeError as error:
    print(error)


class C:
    def method(self): """Method."""; return self
    @staticmethod
    def static(): pass
    @classmethod
    def cls(cls): return cls


c = C()
m = c.method
print(m() is c, m.__self__ is c, m.__func__ is C.method, m.__name__, m.__doc__, C.method.__qualname__,
      C.static.__qualname__, C.cls.__self__ is C, c.cls() is C)
print(c.method == c.method, c.method is c.method, hash(c.method) == hash(c.method), C().method == c.method,
      {c.method: 1}[c.method])
c.method = lambda: "instance"
print(c.method(), C().method() is not None)
try:
    m.attribute = 1
except AttributeError as error:
    print(error)
lam = lambda x, *y: x
print(lam.__name__, lam.__qualname__, (lambda: 0).__code__.co_name, [].append.__name__, [].append.__self__,
      len.__name__, len.__module__, str.upper.__name__, str.upper("x"), "x".upper.__self__)


def outer():
    def inner(): pass
    class Local:
        def method(self): pass
    return inner, Local


inner, Local = outer()
print(inner.__qualname__, Local.__qualname__, Local.method.__qualname__, repr(inner)[:33], repr(Local), repr(len),
      repr(C.method)[:20], type(f).__name__, type(m).__name__, type(len).__name__)
print(callable(f), callable(c), callable(C), callable(5), type(f)(code, {"x": 1}, "made").__name__,
      type(f)((lambda: y).__code__, {"y": 5})())
print(type(m)(lambda self, x: (self, x), 1)(2), f.__get__(None, C) is f, g.__get__(7)(),
      C.__dict__["static"].__func__.__name__, type(C.__dict__["cls"]).__name__)
print(f.__globals__ is globals(), f.__builtins__["len"] is len, f.__type_params__)
print(code.replace(co_name="other").co_name, code == code.replace(), hash(code) == hash(code.replace()),
      code.co_consts is not None, eval(compile("1+1", "s", "eval")))
