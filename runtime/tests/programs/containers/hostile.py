"""Containers that change under way, wrong arguments of built-in functions, unpacking."""

def show(f, *a, **k):
    try:
        print(' ', f(*a, **k))
    except BaseException as e:
        print('  ', type(e).__name__, str(e)[:200])


def mut():
    l = [1, 2, 3]
    out = []
    for x in l:
        out.append(x)
        if len(out) < 6:
            l.append(x * 10)
    return out


show(mut)


def mutd():
    d = {1: 1}
    for k in d:
        d[k + 1] = 1


show(mutd)


def mutd2():
    d = {1: 1, 2: 2}
    for k in d:
        del d[k]
        d[k + 10] = 1


show(mutd2)


def muts():
    s = {1, 2}
    for k in s:
        s.add(k + 10)


show(muts)


def mutdel():
    l = list(range(5))
    out = []
    for x in l:
        out.append(x)
        l.remove(x)
    return (out, l)


show(mutdel)


class EvilEq:

    def __init__(s, t):
        s.t = t

    def __eq__(s, o):
        s.t.clear()
        return False

    def __hash__(s):
        return 1


l = []
l.extend([EvilEq(l), EvilEq(l), 3])
show(lambda: 5 in l)
show(lambda: l)
l.extend([EvilEq(l), EvilEq(l), 3])
show(lambda: l.index(7))
l.extend([EvilEq(l), 2])
show(lambda: l.remove(7))
l.extend([EvilEq(l), 2])
show(lambda: l.count(7))
l.extend([EvilEq(l), 2])
show(lambda: l == [1, 2])
d = {}
d[EvilEq(d)] = 1
show(lambda: EvilEq(d) in d)
show(lambda: len(d))


class EvilLt:

    def __lt__(s, o):
        L.clear()
        return True


L = [EvilLt() for _ in range(4)]
show(lambda: L.sort())
show(lambda: len(L))
L = [EvilLt() for _ in range(4)]
show(lambda: len(sorted(L)))


class EvilKey:

    def __init__(s, n):
        s.n = n

    def __del__(s):
        L2.append(s.n)


L2 = []
x = [EvilKey(i) for i in range(3)]
x[:] = []
show(lambda: L2)
x = [EvilKey(i) for i in range(3)]
del x[1]
del x
show(lambda: L2)


class EvilIdx:

    def __index__(s):
        L3.clear()
        return 1


L3 = [1, 2, 3]
show(lambda: L3[EvilIdx()])
L3 = [1, 2, 3]
show(lambda: L3.__setitem__(EvilIdx(), 5))
L3 = [1, 2, 3, 4]
show(lambda: L3[EvilIdx():3])
L3 = [1, 2, 3]
show(lambda: L3.insert(EvilIdx(), 9) or L3)
L3 = [1, 2]
show(lambda: L3.pop(EvilIdx()))
L3 = [1, 2]
show(lambda: L3 * EvilIdx())


class EvilIter:

    def __iter__(s):
        L4.clear()
        return iter([7, 8])


L4 = [1, 2, 3]
show(lambda: L4.extend(EvilIter()) or L4)
L4[:] = [1, 2, 3]
L4[1:2] = EvilIter()
show(lambda: L4)
L4[:] = [1, 2, 3]
show(lambda: L4.__setitem__(slice(0, 3, 2), EvilIter()))
show(lambda: L4)
L5 = [1, 2, 3]
L5.extend(L5)
show(lambda: L5)
L5[1:1] = L5
show(lambda: L5)
L5[:] = L5
show(lambda: len(L5))
L5 += L5
show(lambda: len(L5))
L5 *= 0
show(lambda: L5)


def selfit():
    l = [1]
    it = iter(l)
    l.extend((x for x in it if len(l) < 5))
    return l


show(selfit)
r = []
r.append(r)
show(lambda: r)
show(lambda: r == r)
dd = {}
dd[1] = dd
show(lambda: dd)
t = ([],)
t[0].append(t)
show(lambda: t)
show(lambda: r == [r])
rr = [1]
rr.append(rr)
show(lambda: rr == [1, [1, rr]])


class S(set):

    def __repr__(s):
        return set.__repr__(s)


s = S([1])
show(lambda: s)
show(lambda: {[]})
show(lambda: {[]: 1})
show(lambda: {}[[]])
show(lambda: [] in {})
show(lambda: {}.pop([]))
show(lambda: set().add([]))
show(lambda: [] in set())
show(lambda: set() in set())
show(lambda: {frozenset()} == {set()} if 0 else {1}.discard({2}))
show(lambda: dict([1]))
show(lambda: dict([(1, 2, 3)]))
show(lambda: dict([[1]]))
show(lambda: dict(3))
show(lambda: {}.update([(1,)]))
show(lambda: {**3})
show(lambda: {1: 2} | 3)
show(lambda: set([1]) | [2])
show(lambda: set(3))
show(lambda: tuple(3))
show(lambda: list(3))
show(lambda: [1] + (2,))
show(lambda: (1,) + [2])
show(lambda: [1] * 'a')
show(lambda: [1] * 1.5)
show(lambda: 'a' + 1)
show(lambda: 1 + 'a')
show(lambda: [] < ())
show(lambda: {} < {})
show(lambda: None < 1)
show(lambda: [1, 'a'] < [1, 2])
show(lambda: (1, None) < (1, 2))
show(lambda: sorted([1, 'a']))
show(lambda: max([]))
show(lambda: min(1, 'a'))
show(lambda: sum(['a']))
show(lambda: sum([[1], [2]], []))
show(lambda: sum(['a'], ''))
show(lambda: zip([1], 2))
show(lambda: list(zip([1, 2], [1], strict=True)))
show(lambda: list(map(len, [1])))
show(lambda: list(filter(None, 3)))
show(lambda: enumerate(3))
show(lambda: reversed({1}))
show(lambda: reversed(3))
show(lambda: next(3))
show(lambda: next(iter([]), 5))
show(lambda: iter(3, 4))
show(lambda: any(3))
show(lambda: all([1, 0]))
show(lambda: range(1.0))
show(lambda: range())
show(lambda: range('a'))
show(lambda: slice())
show(lambda: [1, 2][::0])
show(lambda: [1, 2]['a'])
show(lambda: (1,)[1])
show(lambda: 'a'[1])
show(lambda: b'a'[1])
show(lambda: bytearray(b'a')[1])
show(lambda: range(1)[1])
show(lambda: [].pop())
show(lambda: {}.popitem())
show(lambda: set().pop())
show(lambda: [1].remove(2))
show(lambda: [1].index(2))
show(lambda: (1,).index(2))
show(lambda: 'a'.index('b'))
show(lambda: b'a'.index(b'b'))
show(lambda: 'abc'.replace())
show(lambda: 'a'.join([1]))
show(lambda: b''.join(['a']))
show(lambda: 'a'.encode('nope'))
show(lambda: 'é'.encode('ascii'))
show(lambda: b'\xff'.decode())
show(lambda: str(b'a', 'ascii', 'x'))
show(lambda: str(1, 'ascii'))
show(lambda: bytes('a'))
show(lambda: bytes([256]))
show(lambda: bytes(['a']))
show(lambda: bytes(1.5))
show(lambda: bytearray('a'))
show(lambda: ord('ab'))
show(lambda: ord(1))
show(lambda: chr('a'))
show(lambda: hash([]))
show(lambda: id())
show(lambda: abs('a'))
show(lambda: round('a'))
show(lambda: divmod(1, 0))
show(lambda: pow(1, 2, 'a'))
show(lambda: int('0x1', 16))
show(lambda: int('z', 36))
show(lambda: int(' 1_0 '))
show(lambda: int('1__0'))
show(lambda: int(''))
show(lambda: float('x'))
show(lambda: float(''))
show(lambda: complex('1+'))
show(lambda: complex('1', 2))
show(lambda: bool(1, 2))
show(lambda: isinstance(1, 2))
show(lambda: issubclass(1, int))
show(lambda: isinstance(1, (int, 2)))
show(lambda: isinstance('a', (int, 2)))
show(lambda: callable())
show(lambda: vars(1))
show(lambda: dir(1, 2))
show(lambda: getattr(1, 2))
show(lambda: eval(1))
show(lambda: eval('1 +'))
show(lambda: exec(1))
show(lambda: compile('1', 'f', 'x'))
show(lambda: compile(1, 'f', 'exec'))
show(lambda: __import__(1))
show(lambda: __import__('nope'))
show(lambda: __import__(''))
show(lambda: print(1, sep=2))
show(lambda: print(1, end=2))
show(lambda: print(1, file=3))
show(lambda: input(1, 2))
show(lambda: format(1, 2))
show(lambda: format(1, 'x5'))
show(lambda: hex(1.5))
show(lambda: bin('a'))
show(lambda: oct())
show(lambda: ascii('é'))
show(lambda: sorted(1))
show(lambda: sorted([1], 2))
show(lambda: sorted([1], foo=2))
show(lambda: [].sort(1))
show(lambda: [3, 1].sort(key=3))
show(lambda: [].extend(3))
show(lambda: [].insert(1))
show(lambda: [].insert('a', 1))
show(lambda: globals()['nope'])
show(lambda: super().x)
show(lambda: NotImplemented and 1)
show(lambda: bool(NotImplemented))
show(lambda: Ellipsis())
show(lambda: type(None)(1))
show(lambda: type(...)() is ...)
show(lambda: object() < object())
show(lambda: staticmethod(len)([1]))


def u(s):
    try:
        exec(s, {})
        print('ok', s)
    except BaseException as e:
        print('  ', type(e).__name__, e)


for s in [
    'a, b = 1, 2, 3',
    'a, b = 1,',
    'a, b = 3',
    'a, *b = []',
    'a, *b, c = [1]',
    'a, b = {1: 2}',
    '(a, b), c = 1, 2',
    "[a, b] = 'xyz'",
    'a, b = iter([1])',
    'a, b = (x for x in range(5))',
    'for a, b in [(1,)]: pass',
    'a, b = {1, 2, 3}',
    '*a, = 3',
    'a, b = None',
    'a, b = range(3)',
    'a, *b = (1/x for x in (1, 0))',
    'x = *(1, 2), 3',
    'x = [*3]',
    'x = {**1}',
    'x = {*1}',
    'print(*1)',
    'a = b = c, d = 1, 2; assert a == b == (c, d)',
    'a = [0]; i = 0; i, a[i] = 0, 9; assert a == [9]',
    'x = [1, 2, 3]; x[0], x[1] = x[1], x[0]; assert x == [2, 1, 3]',
    'del (a := 1) if 0 else 0' if 0 else 'pass',
    'assert 0',
    "assert 0, 'msg'",
    'assert (0), KeyError',
    'raise',
    'raise 1',
    "raise ValueError('a') from 1",
    'raise ValueError from ValueError',
    'import nope.x',
    'from sys import nope',
    'import sys.nope',
    'from . import x',
    'from .. import x',
    '1 if x else 2',
    'x()',
    'lambda: x',
    'global x; x += 1',
    'x: int; x',
    'x = 1; del x; x',
    'def f(): x; x = 1\nf()',
    'def f():\n def g(): return x\n g(); x = 1\nf()',
    'class A:\n x\n',
    'class A:\n y = y\n',
    'y = 1\nclass A:\n y = y\nassert A.y == 1',
    'with 3: pass',
    'for x in 3: pass',
    'async def f(): pass\nf().send(1)',
    '[x for x in 3]',
    '{x: y for x, y in [1]}',
    '(lambda: (yield))().send(1)',
    'match 3:\n case 4: pass\n',
    'match [1, 2]:\n case [a, b, *_]: assert a == 1\n',
    'match 3:\n case int(x, y): pass\n',
    'match 3:\n case int(real=3): pass\n',
    'class P: __match_args__ = 3\nmatch P():\n case P(1): pass',
    'class P: __match_args__ = (3,)\nmatch P():\n case P(1): pass',
    "class P: __match_args__ = ('a', 'a')\nmatch P():\n case P(1, a=2): pass",
    'match 3:\n case x.y: pass',
    'match 3:\n case nope.y: pass',
    'match 3:\n case 3 | nope(): pass',
    'match 4:\n case 3 | nope(): pass',
    'x = 3\nmatch 4:\n case x(): pass',
    'match {1: 2}:\n case {1: 2, **r}: assert r == {}',
    'match {1: 2}:\n case {1: x, 3: y}: pass\n case _: x = 5\nassert x == 2 or 1',
]:
    u(s)
