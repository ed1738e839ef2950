"""Type parameters, type aliases and classes that have some (PEP 695, 696)."""

def show(f, *a, **k):
    try:
        print(' ', f(*a, **k))
    except BaseException as e:
        print('  ', type(e).__name__, str(e)[:200])


import _typing
from _typing import (TypeVar, ParamSpec, TypeVarTuple, TypeAliasType, Generic, NoDefault, Union, ParamSpecArgs,
        ParamSpecKwargs)
show(lambda: sorted((n for n in dir(_typing) if n[:2] != '__')))


def f[T: int, U: (str, bytes), *Ts, **P, V = 3](x: T):
    pass


T, U, Ts, P, V = f.__type_params__
for t in (T, U, Ts, P, V):
    print(t, repr(t), type(t), type(t).__name__, type(t).__module__, type(t).__qualname__)
    show(lambda: sorted((n for n in dir(t) if n not in dir(object))))
    for n in (
        '__name__', '__bound__', '__constraints__', '__default__', '__covariant__', '__contravariant__',
        '__infer_variance__', '__module__', 'args', 'kwargs', '__parameters__',
    ):
        print(n, end='')
        show(lambda: getattr(t, n))
    show(lambda: t.has_default())
    show(lambda: setattr(t, '__name__', 'x'))
    show(lambda: setattr(t, 'foo', 1))
    show(lambda: t.foo)
    show(lambda: t | int if t is not Ts else 0)
    show(lambda: hash(t) == hash(t))
    show(lambda: t == t)
    show(lambda: t.__mro_entries__(()))
    show(lambda: exec('class X(t): pass', {'t': t}))
    show(lambda: type(t)())
    show(lambda: type(t)('A'))
    show(lambda: type(t)(3))
    show(lambda: type(t)('A', default=int).__default__)
    show(lambda: t.__reduce__())
    show(lambda: t())
    show(lambda: t.evaluate_bound and 0)
    show(lambda: t.evaluate_constraints and 0)
show(lambda: T.evaluate_bound(1))
show(lambda: U.evaluate_constraints(1))
show(lambda: V.evaluate_default(1))
show(lambda: (P.args, P.kwargs, P.args.__origin__ is P, P.args == P.args, P.args == P.kwargs, type(P.args)))
show(lambda: TypeVar('X', int))
show(lambda: TypeVar('X', int, str))
show(lambda: TypeVar('X', covariant=True))
show(lambda: TypeVar('X', contravariant=True))
show(lambda: TypeVar('X', covariant=True, contravariant=True))
show(lambda: TypeVar('X', infer_variance=True))
show(lambda: TypeVar('X', infer_variance=True, covariant=True))
show(lambda: TypeVar('X', bound=int))
show(lambda: TypeVar('X', int, str, bound=int))
show(lambda: TypeVar('X', bound=int).__bound__)
show(lambda: TypeVar('X', int, str).__constraints__)
show(lambda: TypeVar('X', foo=1))
show(lambda: TypeVar('X').__module__)
type A[T] = list[T]
type B = int
show(lambda: (A, repr(A), A.__name__, A.__type_params__, A.__parameters__, A.__module__, B, B.__value__,
        B.__type_params__, B.__parameters__))
show(lambda: A.__value__)
show(lambda: A[int])
show(lambda: B[int])
show(lambda: A[int].__origin__ is A)
show(lambda: A | int)
show(lambda: int | B)
show(lambda: B())
show(lambda: A.foo)
show(lambda: setattr(A, '__name__', 3))
show(lambda: A.evaluate_value(1))
show(lambda: TypeAliasType('C', int))
show(lambda: TypeAliasType('C', int).__value__)
show(lambda: TypeAliasType('C', list[T], type_params=(T,)).__type_params__)
show(lambda: TypeAliasType('C', int, type_params=3))
show(lambda: TypeAliasType(3, int))
show(lambda: TypeAliasType())
show(lambda: exec('class X(B): pass', {'B': B}))
show(lambda: sorted((n for n in dir(A) if n not in dir(object))))
type Rec = list[Rec]
show(lambda: Rec.__value__)
type Bad = undefined
show(lambda: Bad.__value__)


class Box[X]:

    def g[Y](self, y: Y) -> X:
        return (Y, X)
    v: X
    type L = list[X]


show(lambda: Box.__type_params__)
show(lambda: Box.__bases__)
show(lambda: Box().g(1))
show(lambda: Box.__parameters__)
show(lambda: Box.__annotations__)
show(lambda: Box.L.__value__)
show(lambda: Box.__mro__)
show(lambda: Generic)
show(lambda: NoDefault)
show(lambda: type(NoDefault))
show(lambda: Union)
show(lambda: type(NoDefault).__name__)
show(lambda: bool(NoDefault))
show(lambda: NoDefault.x)


def outer[T]():

    def inner[S](a: T, b: S):
        return (T, S)

    class C[Q]:

        def meth(self, x: T):
            return (T, Q)
    return (inner(1, 2), C().meth(1), inner.__annotations__)


show(lambda: outer())
show(lambda: list[T][int])
show(lambda: list[T, U][int, str] if 0 else dict[T, U][int, str])
show(lambda: list[T].__parameters__)
show(lambda: list[T][int, str])
show(lambda: list[int][str])
show(lambda: [*list[int]])
show(lambda: T | None)
show(lambda: (T | U).__parameters__)
show(lambda: (T | None)[int])
show(lambda: (T | list[U])[int, str])
show(lambda: (int | str)[int])
