"""f_locals of functions that run, of generators, classes and modules (PEP 667)."""

import sys


def show(f):
    try:
        print(' ', f())
    except BaseException as e:
        print('  ', type(e).__name__, e)


def outer():
    c = 10

    def f(a, b=2):
        x = 1
        fr = sys._getframe()
        p = fr.f_locals
        print(type(p).__name__, type(p).__module__, [n for n in dir(p) if not n.startswith('__')])
        print([n for n in dir(p) if n.startswith('__')])
        print(sorted(p), len(p), p['a'], 'c' in p, c, 'u' in p, 'zz' in p)
        p['x'] = 99
        print(x)
        p['c'] = 11
        print(c)
        p['new'] = 5
        print(p['new'], 'new' in p, len(p), list(p)[-1], locals()['new'])
        print(fr.f_locals['new'], fr.f_locals is p, fr.f_locals == p)
        show(lambda: p['zz'])
        show(lambda: p[1])

        def d(k):
            del p[k]
        show(lambda: d('x'))
        show(lambda: d('new'))
        show(lambda: d('zz'))
        show(lambda: d('u'))
        show(lambda: d(3))
        p[3] = 4
        print(p[3], 3 in p, list(p)[-1])
        show(lambda: d(3))
        show(lambda: hash(p))
        show(lambda: p[[]])
        show(lambda: [] in p)

        def s(k, v):
            p[k] = v
        show(lambda: s([], 1))
        show(lambda: p.pop('x'))
        show(lambda: p.pop('zz'))
        show(lambda: p.pop('zz', 7))
        show(lambda: p.pop(1, 2, 3))
        show(lambda: p.pop())
        p['q'] = 1
        show(lambda: p.pop('q'))
        show(lambda: p.get('a'))
        show(lambda: p.get('zz'))
        show(lambda: p.get('zz', 3))
        show(lambda: p.get())
        show(lambda: p.get([]))
        show(lambda: p.setdefault('a', 3))
        show(lambda: p.setdefault('w', 3))
        show(lambda: p.setdefault('w2'))
        show(lambda: p['w'])
        show(lambda: p.setdefault())
        show(lambda: p.update(a=5))
        show(lambda: p.update({'a': 6}))
        show(lambda: a)
        show(lambda: p.update(3))
        show(lambda: p.update([('a', 1)]))
        show(lambda: p.update([(1, 1)]))
        show(lambda: p.update({'b': 'B'}, 3))
        show(lambda: b)
        show(lambda: p.clear())
        show(lambda: p.popitem())
        show(lambda: type(p.copy()))
        show(lambda: sorted(map(str, p.copy())))
        show(lambda: sorted(map(str, p.keys())))
        show(lambda: type(p.keys()))
        show(lambda: type(p.items()))
        show(lambda: type(p.values()))
        show(lambda: type(iter(p)))
        show(lambda: [k for k in reversed(p)])
        show(lambda: type(reversed(p)))
        show(lambda: p == 3)
        show(lambda: p == dict(p))
        show(lambda: p != dict(p))
        show(lambda: p < p)
        show(lambda: p == fr.f_locals)
        show(lambda: type(p | {'k': 1}))
        show(lambda: (p | {'k': 1})['k'])
        show(lambda: type({'k': 1} | p))
        show(lambda: p | 3)
        show(lambda: 3 | p)
        q = p

        def io():
            nonlocal q
            q |= {'a': 42}
            return q is p
        show(io)
        show(lambda: a)

        def io2():
            nonlocal q
            q |= 3
        show(io2)
        show(lambda: type(p)())
        show(lambda: type(p)(3))
        show(lambda: type(type(p)(fr)))
        show(lambda: type(p)(fr, 1))
        show(lambda: type(p)(fr, a=1))
        show(lambda: type(p)(frame=fr))
        show(lambda: repr({k: p[k] for k in ('a', 'b')}))
        show(lambda: bool(p))
        show(lambda: p.foo)
        show(lambda: {**p}.keys() == p.keys())

        def mt():
            match p:
                case {'a': v}:
                    return v
        show(mt)
        u = 1
        del u
        show(lambda: 'u' in p)
        show(lambda: p['u'])
        p['u'] = 8
        print(u)
        return p
    return f


p = outer()(1)
show(lambda: sorted(map(str, p)))
show(lambda: p['a'])
p['a'] = 77
show(lambda: p['a'])


class K:
    v = 1
    print(type(sys._getframe().f_locals), sys._getframe().f_locals['v'])
    l = sys._getframe().f_locals
    l['nn'] = 5


print(K.nn)
print(type(sys._getframe().f_locals), sys._getframe().f_locals is globals())


def simple():
    a = 1
    p = sys._getframe().f_locals
    return repr(p)[:60]


show(simple)


def r():
    a = [1]
    return sys._getframe().f_locals


show(lambda: repr(r()))


def g():
    x = 1
    yield
    y = 2
    yield


i = g()
show(lambda: i.gi_frame.f_locals)
next(i)
show(lambda: i.gi_frame.f_locals)
next(i)
show(lambda: i.gi_frame.f_locals)
i.gi_frame.f_locals['x'] = 50
show(lambda: i.gi_frame.f_locals)
pp = i.gi_frame.f_locals
i.close()
show(lambda: pp)
[print(sys._getframe().f_locals) for zz in [1] for p in [0]]


def h():
    a = 1
    l = [sys._getframe().f_locals['k'] for k in [5]]
    return l


show(h)


def rec():
    me = sys._getframe().f_locals
    return repr(me)


show(rec)
