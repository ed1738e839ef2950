"""Metaclasses: __prepare__, __new__, __init__, __call__, attributes of classes, conflicts."""


class Meta(type):
    @classmethod
    def __prepare__(meta, name, bases, **kw):
        print("prepare", name, [b.__name__ for b in bases], kw)
        return {"prepared": True}

    def __new__(meta, name, bases, namespace, **kw):
        print("new", name, sorted(k for k in namespace if not k.startswith("__")), kw)
        return super().__new__(meta, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **kw):
        print("init", cls.__name__, kw)
        super().__init__(name, bases, namespace)

    def __call__(cls, *args, **kw):
        print("call", cls.__name__, args, kw)
        return super().__call__(*args, **kw)

    def on_class(cls):
        return "meta method of " + cls.__name__

    @property
    def shouted(cls):
        return cls.__name__.upper()

    def __len__(cls):
        return 42

    def __getitem__(cls, key):
        return cls.__name__, key

    def __contains__(cls, x):
        return x == "member"

    def __iter__(cls):
        return iter("meta")

    def __repr__(cls):
        return f"<Class {cls.__name__}>"

    def __getattr__(cls, name):
        return "meta attribute " + name

    def __instancecheck__(cls, instance):
        return instance == "pretend" or type.__instancecheck__(cls, instance)

    def __subclasscheck__(cls, sub):
        return sub is int or type.__subclasscheck__(cls, sub)

    def __add__(cls, other):
        return (cls, other)

    def __eq__(cls, other):
        return type(other) is Meta

    def __hash__(cls):
        return 1


class A(metaclass=Meta, option=1):
    x = 1

    def __init__(self, v=None):
        self.v = v


class B(A):
    pass


print(A(5).v, B(v=6).v, A.on_class(), B.shouted, len(A), A[3], "member" in A, list(A), A, B, A.unknown, type(A),
      type(B))
print(isinstance("pretend", A), isinstance(1, A), issubclass(int, A), issubclass(B, A), issubclass(str, A), A + 1,
      A == B, A != 5, A.prepared)
try:
    A(1).on_class
except AttributeError as error:
    print(error)


class Other(type):
    pass


class O(metaclass=Other):
    pass


try:
    class Conflict(A, O):
        pass
except TypeError as error:
    print(error)


class Joined(Meta, Other):
    pass


class Fine(A, O, metaclass=Joined):
    pass


print(type(Fine).__name__)


class Singleton(type):
    instances = {}

    def __call__(cls, *args):
        if cls not in cls.instances:
            cls.instances[cls] = super().__call__(*args)
        return cls.instances[cls]


class Config(metaclass=Singleton):
    def __init__(self, value=0):
        self.value = value


print(Config(1) is Config(2), Config().value)


def function_meta(name, bases, namespace, **kw):
    print("function", name, bases, sorted(kw.items()))
    return {k: v for k, v in namespace.items() if not k.startswith("__")}


class NotAClass(metaclass=function_meta, a=1):
    y = 5


print(NotAClass)


class Ordered(dict):
    def __setitem__(self, key, value):
        if not key.startswith("__"):
            print("assign", key)
        super().__setitem__(key, value)


class Recording(type):
    @classmethod
    def __prepare__(meta, name, bases):
        return Ordered()


class Body(metaclass=Recording):
    a = 1
    b = a + 1
    a = b

    def f(self): pass


print(Body.a, Body.b)
try:
    class Bad(metaclass=Meta):
        raise ValueError("in the body")
except ValueError as error:
    print(error)


class NoPrepare(type):
    @classmethod
    def __prepare__(meta, name, bases):
        return 5


try:
    class X(metaclass=NoPrepare):
        pass
except TypeError as error:
    print(error)


class MroEntries:
    def __mro_entries__(self, bases):
        return (A,)


class FromObject(MroEntries()):
    pass


print(FromObject.__bases__, len(FromObject.__orig_bases__))
try:
    class Bad2(5):
        pass
except TypeError as error:
    print(error)
