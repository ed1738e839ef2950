"""try, except, else and finally with every way of leaving them."""


def path(action):
    trail = []
    try:
        trail.append("try")
        if action == "raise":
            raise ValueError("v")
        if action == "other":
            raise KeyError("k")
        if action == "return":
            return trail
    except ValueError as error:
        trail.append(f"except {error}")
    except (KeyError, IndexError):
        trail.append("tuple")
    else:
        trail.append("else")
    finally:
        trail.append("finally")
    trail.append("after")
    return trail


for action in ("none", "raise", "other", "return"):
    print(action, path(action))


def loops():
    out = []
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(i)
        finally:
            out.append(f"f{i}")
    else:
        out.append("else")
    while True:
        try:
            try:
                break
            finally:
                out.append("inner")
        finally:
            out.append("outer")
    return out


def value_kept():
    x = 1
    try:
        return x
    finally:
        x = 2


def nested():
    out = []
    try:
        try:
            raise TypeError("inner")
        except ValueError:
            out.append("wrong")
        finally:
            out.append("inner finally")
    except TypeError as error:
        out.append(str(error))
        try:
            raise KeyError("from handler")
        except KeyError as second:
            out.append(repr(second.__context__))
    return out


def generator():
    try:
        yield 1
        yield 2
    finally:
        print("generator closed")


print(loops(), value_kept(), nested())
for x in generator():
    break
print("after loop")


def name_unbound():
    try:
        raise ValueError
    except ValueError as e:
        pass
    try:
        return e
    except NameError as error:
        return str(error)


def reraise():
    try:
        try:
            raise ValueError("again")
        except ValueError:
            raise
    except ValueError as error:
        return error.args, error.__context__


def matching(error):
    try:
        raise error
    except (ArithmeticError, LookupError) as e:
        return "group " + type(e).__name__
    except OSError as e:
        return "os"
    except Exception as e:
        return "other " + type(e).__name__
    except BaseException as e:
        return "base " + type(e).__name__


print(name_unbound(), reraise())
print([matching(e) for e in (ZeroDivisionError(), KeyError(1), OverflowError, FileNotFoundError(2, "no"), ValueError,
                             KeyboardInterrupt, SystemExit(3), GeneratorExit)])
for bad in ("raise 5", "raise", "raise int", "raise ValueError from 5", "try:\n  raise ValueError\nexcept 5: pass",
            "try:\n  raise ValueError\nexcept (ValueError, 5): print('first match wins')",
            "try:\n  raise KeyError\nexcept (ValueError, 'x'): pass",
            "raise type('E', (Exception,), {'__init__': lambda s: None})()"):
    try:
        exec(bad)
    except Exception as error:
        print(repr(bad), type(error).__name__, error)


class Dynamic:
    calls = 0

    def __get__(self, instance, owner):
        Dynamic.calls += 1
        return ValueError


class Holder:
    kind = Dynamic()


try:
    raise ValueError("x")
except Holder.kind:
    print("dynamic", Dynamic.calls)


def deep(n):
    if n == 0:
        raise ValueError("bottom")
    try:
        deep(n - 1)
    finally:
        counts[0] += 1


counts = [0]
try:
    deep(50)
except ValueError as error:
    print(error, counts)
    depth, tb = 0, error.__traceback__
    while tb:
        depth, tb = depth + 1, tb.tb_next
    print(depth)


def assertion(x):
    assert x, f"{x!r} is false"
    assert x != 5
    return x


for x in (1, 0, 5):
    try:
        print(assertion(x))
    except AssertionError as error:
        print("AssertionError", error.args)
