"""Every way out of try, with and loops at once; except*; chained comparisons."""

def show(f, *a):
    try:
        print(' ', f(*a))
    except BaseException as e:
        print('  ', type(e).__name__, e, repr(e.__context__), repr(e.__cause__))


def f1():
    for i in range(3):
        try:
            continue
        finally:
            print('fin', i)
    else:
        print('else')
    i = 0
    while i < 5:
        i += 1
        try:
            if i == 2:
                continue
            if i == 4:
                break
        finally:
            print('w', i)
    else:
        print('no')
    try:
        return 'try'
    finally:
        print('f')


show(f1)


def f2():
    try:
        1 / 0
    finally:
        return 'swallowed'


def f3():
    for i in range(3):
        try:
            1 / 0
        finally:
            break
    return i


def f4():
    try:
        try:
            raise KeyError('a')
        except KeyError:
            raise ValueError('b')
        finally:
            raise TypeError('c')
    except TypeError as e:
        return (e, e.__context__, e.__context__.__context__)


def f5():
    try:
        raise KeyError('a')
    except KeyError as e:
        e = 3
    try:
        e
    except UnboundLocalError as x:
        return str(x)


def f6():
    try:
        raise ValueError from KeyError('k')
    except ValueError as e:
        return (e.__cause__, e.__suppress_context__)


def f7():
    try:
        try:
            raise ValueError(1)
        except* ValueError as eg:
            raise KeyError('in')
    except BaseException as e:
        return (repr(e), repr(e.__context__))


def f8():
    out = []
    try:
        raise ExceptionGroup('g', [ValueError(1), TypeError(2), ExceptionGroup('h', [KeyError(3), ValueError(4)])])
    except* ValueError as e:
        out.append(e)
    except* (TypeError, KeyError) as e:
        out.append(e)
    else:
        out.append('else')
    finally:
        out.append('fin')
    return out


def f9():
    try:
        try:
            raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
        except* ValueError:
            pass
    except ExceptionGroup as e:
        return (e, e.exceptions)


def f10():
    try:
        try:
            raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
        except* ValueError:
            raise
        except* TypeError:
            raise KeyError('new')
    except ExceptionGroup as e:
        return (e, e.exceptions)


def f11():
    try:
        pass
    except* ValueError:
        pass
    else:
        return 'else'


def f12():
    try:
        raise KeyError('naked')
    except* KeyError as e:
        r = repr(e)
    return r


def f13():
    try:
        raise ValueError
    except* 3:
        pass


def f14():
    try:
        raise ValueError
    except* ExceptionGroup:
        pass


def f15():
    try:
        raise ValueError('v')
    except 3:
        pass


def f16():
    try:
        raise ValueError('v')
    except (KeyError, 3):
        pass


def f17():
    raise 3


def f18():
    raise ValueError from 3


def f19():
    raise


def f20():
    raise int


def f21():

    class E(Exception):

        def __new__(cls):
            return 3
    raise E


def f22():

    class E(Exception):

        def __init__(self):
            raise KeyError('init')
    raise E


for n in range(2, 23):
    exec('f12x=1')
    print(n)
    show(globals()[f'f{n}'])


def g1():
    with C(1) as a, C(2) as b:
        print(a, b)
        raise KeyError('body')


class C:

    def __init__(s, n, swallow=False, bad=None):
        s.n = n
        s.swallow = swallow
        s.bad = bad

    def __enter__(s):
        print('enter', s.n)
        if s.bad == 'enter':
            raise TypeError('enter')
        return s.n

    def __exit__(s, *a):
        print('exit', s.n, a[0], repr(a[1]))
        if s.bad == 'exit':
            raise TypeError('exit')
        return s.swallow


show(g1)


def g2():
    with C(1, True), C(2):
        raise KeyError('x')
    return 'after'


show(g2)


def g3():
    with C(1, True), C(2, bad='enter'):
        pass
    return 'after3'


show(g3)


def g4():
    with C(1), C(2, bad='exit'):
        raise KeyError('x')


show(g4)


def g5():
    for i in range(3):
        with C(i):
            if i == 1:
                break
            continue
    with C('r'):
        return 'ret'


show(g5)


class T:

    def __bool__(s):
        raise ValueError('bool')

    def __exit__(s, *a):
        return s

    def __enter__(s):
        return s


def g6():
    with T():
        raise KeyError('q')


show(g6)


def g7():
    with T():
        pass
    return 1


show(g7)


class NoExit:

    def __enter__(s):
        pass


class NoEnter:

    def __exit__(s, *a):
        pass


show(lambda: exec('with NoExit(): pass'))
show(lambda: exec('with NoEnter(): pass'))


class V:

    def __init__(s, v):
        s.v = v

    def __lt__(s, o):
        print('lt', s.v, o.v)
        return s.v < o.v

    def __eq__(s, o):
        print('eq')
        return NotImplemented

    def __repr__(s):
        return f'V{s.v}'


def v(n):
    print('v', n)
    return V(n)


print(v(1) < v(2) < v(3))
print(v(3) < v(2) < v(3))
print(v(1) == v(1))
print(v(1) != v(2), V(1) in [V(2)])
print(1 < 2 > 1 != 3 in [3] not in [4] is not None)
x = 5
print(1 < x < 10 < 3, (1 < x) < 10)
