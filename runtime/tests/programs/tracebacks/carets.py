"""Where carets stand, for many kinds of expressions; each traceback is printed through sys.excepthook."""

import sys


def attribute(x):
    return x.first.second.third


def subscript(d):
    return d["a"]["b"]["c"]


def binary(a, b):
    return (a + 1) * (b / 0) - a


def call(f):
    return f(1, 2)(3)


def multi_line(a):
    value = (
        a
        + 1
        / 0
    )
    return value


def call_over_lines(f):
    return f(
        1,
        *[2, 3],
        key=None,
    )


def comparison(a):
    return 1 < a < "text"


def unary(a):
    return not -a


def comprehension():
    return [1 // x for x in (1, 0)]


def unicode_text(é, 日本):
    return é + "日本" + 日本.nope


def assert_it(x):
    assert x == 2, "message"


def raise_it():
    raise ValueError("raised")


def imports():
    import not_there_at_all


def unpack():
    a, b = 1, *[2, 3]


def store(x):
    x.y.z = 1


def delete(x):
    del x["k"]


def with_it():
    with 5 as x:
        pass


def for_it():
    for x in 5:
        pass


def f_string(x):
    return f"{x} and {x.y:>5}"


def lambda_it():
    return (lambda x: x / 0)(1)


def augmented(x):
    x["a"] += 1


def slices(x):
    return x[1:2][0]


def decorated():
    @undefined_decorator
    def f():
        pass


def class_body():
    class C:
        x = 1
        y = undefined_name


class Thing:
    pass


thing = Thing()
thing.first = Thing()
cases = [(attribute, thing), (subscript, {"a": {}}), (binary, 1, 2), (call, lambda a, b: None), (multi_line, 1),
         (call_over_lines, len), (comparison, 2), (unary, "s"), (comprehension,), (unicode_text, "x", 5),
         (assert_it, 1), (raise_it,),
         (imports,), (unpack,), (store, thing), (delete, {}), (with_it,), (for_it,), (f_string, 1), (lambda_it,),
         (augmented, {}), (slices, []), (decorated,), (class_body,)]
for function, *args in cases:
    try:
        function(*args)
    except Exception:
        sys.excepthook(*sys.exc_info())
