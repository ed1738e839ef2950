"""What comes out of `except*` clauses that raise, and what slots without a value say."""


def show(function):
    try:
        function()
        print(function.__name__, "ended")
    except BaseException as error:
        print(function.__name__, repr(error), repr(error.__context__), repr(error.__cause__))


@show
def the_only_clause_raises():
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError:
        raise KeyError("new")


@show
def one_of_two_is_left():
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        raise KeyError("new")


@show
def both_clauses_raise():
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        raise KeyError("first")
    except* TypeError as group:
        raise KeyError("second") from group


@show
def raised_again():
    try:
        raise ExceptionGroup("g", [ValueError(1), ExceptionGroup("h", [TypeError(2), ValueError(3)])])
    except* ValueError:
        raise


@show
def a_group_is_raised():
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError as group:
        raise ExceptionGroup("new", [OSError(5)]) from group


@show
def not_a_group():
    try:
        raise ValueError("plain")
    except* ValueError:
        raise KeyError("new")


@show
def keyboard():
    try:
        raise BaseExceptionGroup("g", [KeyboardInterrupt(), ValueError(1)])
    except* ValueError:
        raise KeyError("new")


@show
def empty_slot():
    class Inner:
        __slots__ = ("x",)

    inner = Inner()
    try:
        del inner.x
    except AttributeError as error:
        print(error)
    Inner.x.__get__(inner)


@show
def empty_slot_of_another_module():
    class Elsewhere:
        __module__ = "some.where"
        __qualname__ = "Else.Where"
        __slots__ = ("x",)

    Elsewhere().x
