"""Exception objects, groups, chains and with statements at their corners."""

def show(f, *a, **k):
    try:
        print(' ', f(*a, **k))
    except BaseException as e:
        print('  ', type(e).__name__, str(e)[:200])


class E(Exception):
    pass


e = E(1, 2)
show(lambda: (e.args, str(e), repr(e), e.__traceback__, e.__context__, e.__cause__, e.__suppress_context__))
e.args = 'ab'
show(lambda: e.args)
show(lambda: setattr(e, 'args', 3))
show(lambda: delattr(e, 'args'))
e.x = 1
show(lambda: e.__dict__)
show(lambda: e.with_traceback(3))
show(lambda: e.with_traceback(None) is e)
show(lambda: e.add_note('n'))
show(lambda: e.__notes__)
show(lambda: e.add_note(3))
e.__notes__ = 3
show(lambda: e.add_note('x'))
show(lambda: setattr(e, '__cause__', 3))
show(lambda: setattr(e, '__context__', 3))
show(lambda: setattr(e, '__traceback__', 3))
show(lambda: delattr(e, '__cause__'))
e.__cause__ = None
show(lambda: e.__suppress_context__)
show(lambda: setattr(e, '__suppress_context__', 3))
show(lambda: setattr(e, '__suppress_context__', False))
show(lambda: E(a=1))
show(lambda: BaseException.__new__(E, 1).args)
show(lambda: BaseException.__new__(int))
show(lambda: KeyError('a'))
show(lambda: str(KeyError('a')))
show(lambda: str(KeyError()))
show(lambda: str(KeyError(1, 2)))
show(lambda: repr(KeyError("a'b")))
show(lambda: StopIteration(5).value)
show(lambda: StopIteration().value)
show(lambda: SystemExit(3).code)
show(lambda: SystemExit().code)
show(lambda: SystemExit(1, 2).code)
show(lambda: (lambda o: (o.errno, o.strerror, o.filename, o.args, str(o), type(o).__name__))(OSError(2, 'no', 'f')))
show(lambda: str(OSError(2, 'no', 'f', None, 'g')))
show(lambda: OSError(2).errno)
show(lambda: type(OSError(17, 'x')).__name__)
show(lambda: str(OSError()))
show(lambda: OSError(1, 2, 3, 4, 5, 6))
show(lambda: str(UnicodeDecodeError('utf8', b'ab', 0, 1, 'r')))
show(lambda: str(UnicodeEncodeError('utf8', 'aé', 1, 2, 'r')))
show(lambda: UnicodeDecodeError(1))
show(lambda: UnicodeDecodeError('a', 'b', 0, 1, 'r'))
show(lambda: str(UnicodeTranslateError('ab', 0, 2, 'r')))
show(lambda: ImportError('a', name='n', path='p').name)
show(lambda: ImportError('a', foo=1))
show(lambda: AttributeError('a', name='n', obj=3).obj)
show(lambda: NameError('a', name='n').name)
show(lambda: NameError(foo=1))
show(lambda: str(SyntaxError('m', ('f', 1, 2, 't'))))
show(lambda: (lambda s: (s.msg, s.filename, s.lineno, s.offset, s.text, s.end_lineno))(SyntaxError('m', ('f', 1, 2,
        't', 3, 4))))
show(lambda: SyntaxError('m', 3))
show(lambda: SyntaxError('m', (1, 2)))
show(lambda: ExceptionGroup('a', []))
show(lambda: ExceptionGroup('a', 3))
show(lambda: ExceptionGroup('a', [3]))
show(lambda: ExceptionGroup(3, [E()]))
show(lambda: ExceptionGroup('a', [KeyboardInterrupt()]))
show(lambda: type(BaseExceptionGroup('a', [E()])))
show(lambda: type(BaseExceptionGroup('a', [KeyboardInterrupt()])))
eg = ExceptionGroup('g', [ValueError(1), ExceptionGroup('h', [TypeError(2), ValueError(3)])])
show(lambda: eg.message)
show(lambda: eg.exceptions)
show(lambda: eg.split(ValueError))
show(lambda: eg.subgroup(TypeError))
show(lambda: eg.subgroup(KeyError))
show(lambda: eg.split((ValueError, TypeError)))
show(lambda: eg.subgroup(lambda e: isinstance(e, ValueError) and e.args == (3,)))
show(lambda: eg.subgroup(3))
show(lambda: eg.derive([E()]))
show(lambda: str(eg))
show(lambda: repr(eg))
show(lambda: setattr(eg, 'message', 'x'))
show(lambda: ExceptionGroup('a'))
show(lambda: ExceptionGroup[int])


class EG(ExceptionGroup):

    def derive(s, x):
        return EG('derived', x)


show(lambda: EG('e', [ValueError(1), TypeError()]).split(ValueError))


class EG2(ExceptionGroup):

    def derive(s, x):
        return 3


show(lambda: EG2('e', [ValueError(1), TypeError()]).split(ValueError))


def chain():
    try:
        try:
            raise E('a')
        except E as a:
            try:
                raise E('b')
            except E as b:
                try:
                    raise a
                except E as c:
                    return (repr(c), repr(c.__context__), repr(c.__context__ and c.__context__.__context__))
    finally:
        pass


show(chain)


def selfchain():
    try:
        raise E('s')
    except E as s:
        try:
            raise s
        except E as t:
            return (t.__context__, t is s)


show(selfchain)


def reraise():
    try:
        try:
            raise E('r')
        except E:
            raise
    except E as x:
        return x.__context__


show(reraise)


def raisefrom():
    try:
        try:
            raise E('1')
        except E as a:
            raise KeyError('2') from a
    except KeyError as k:
        return (repr(k.__cause__), repr(k.__context__), k.__suppress_context__)


show(raisefrom)


def loopctx():
    a, b = (E('a'), E('b'))
    a.__context__ = b
    b.__context__ = a
    try:
        try:
            raise a
        except E:
            raise KeyError('k')
    except KeyError as k:
        return repr(k.__context__)


show(loopctx)


def tb():
    try:
        1 / 0
    except ZeroDivisionError as z:
        t = z.__traceback__
        return (t.tb_lineno - tb.__code__.co_firstlineno, t.tb_next, t.tb_frame.f_code.co_name, t.tb_lasti > 0)


show(tb)
TB = type(lambda: [x.__traceback__ for x in [lambda: (yield)]]) if 0 else None


def tbm():
    try:
        raise E
    except E as x:
        t = x.__traceback__
    T = type(t)
    n = T(None, t.tb_frame, 5, 7)
    t.tb_next = n
    try:
        n.tb_next = t
    except ValueError as v:
        print(v)
    try:
        n.tb_next = 3
    except TypeError as v:
        print(v)
    n.tb_next = None
    n.tb_lineno
    return (n.tb_lineno, n.tb_lasti, t.tb_next is n)


show(tbm)


def bare():
    raise


show(bare)


def exc_in_except_type():
    try:
        raise E('orig')
    except undefined_name:
        pass


show(exc_in_except_type)


def exc_in_finally():
    try:
        raise E('orig')
    finally:
        undefined_name


try:
    exc_in_finally()
except NameError as n:
    print(repr(n.__context__))


class Bad(Exception):

    def __str__(s):
        raise ValueError('str')

    def __repr__(s):
        return 'BadRepr'


show(lambda: str(Bad()))
show(lambda: f'{Bad()!r}')


class NoInit(Exception):

    def __init__(s, a):
        s.a = a


n = NoInit(5)
show(lambda: (n.args, n.a, str(n)))


class Slots(Exception):
    __slots__ = ('q',)


s = Slots()
s.q = 1
s.r = 2
show(lambda: s.__dict__)
show(lambda: [c.__name__ for c in FileNotFoundError.__mro__])
show(lambda: issubclass(ModuleNotFoundError, ImportError))
show(lambda: IOError is OSError)
show(lambda: EnvironmentError is OSError)


def nested_finally():
    out = []
    for i in range(3):
        try:
            try:
                if i == 0:
                    continue
                if i == 1:
                    raise E
                out.append('body')
            finally:
                out.append(('f1', i))
        except E:
            out.append('E')
        else:
            out.append('else')
        finally:
            out.append(('f2', i))
    return out


show(nested_finally)


def yield_in_finally():
    try:
        yield 1
        raise E
    except E:
        yield 2
    finally:
        yield 3
        print('end')


show(lambda: list(yield_in_finally()))


def with_multi():

    class C:

        def __init__(s, n, r=False):
            s.n = n
            s.r = r

        def __enter__(s):
            print('in', s.n)
            return s

        def __exit__(s, t, v, tb):
            print('out', s.n, t and t.__name__, tb is None)
            return s.r
    with C(1, True) as a, C(2) as b:
        raise E
    with C(3), C(4, True):
        raise KeyError
    for i in range(2):
        with C(i, True):
            if i:
                raise E
            continue
    try:
        with C('r') as x:
            return x.n
    finally:
        print('done')


show(with_multi)


class Ex:

    def __enter__(s):
        return s

    def __exit__(s, *a):
        raise KeyError('exit')


def wx():
    with Ex():
        raise E('body')


try:
    wx()
except KeyError as k:
    print(repr(k.__context__))


class DynEnter:
    pass


d = DynEnter()
d.__enter__ = lambda: 1
d.__exit__ = lambda *a: 1


def wd():
    with d:
        pass


show(wd)
show(lambda: exec("assert 1 == 2, 'mm'"))
show(lambda: exec('assert (1 == 2)'))
show(lambda: exec("assert [], KeyError('k')"))
try:
    exec("assert 0, KeyError('k')")
except AssertionError as a:
    print(a.args)
AssertionError_ = AssertionError
import builtins
builtins.AssertionError = KeyError
show(lambda: exec("assert 0, 'x'"))
builtins.AssertionError = AssertionError_
show(lambda: type(NotImplementedError()))
show(lambda: RecursionError.__mro__[1].__name__)
