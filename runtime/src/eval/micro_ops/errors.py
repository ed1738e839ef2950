# Errors in the middle of instructions, and what is done about them.


class Manager:
    def __init__(self, log):
        self.log = log

    def __enter__(self):
        self.log.append("in")
        return self

    def __exit__(self, kind, value, trace):
        self.log.append(kind and kind.__name__)
        return True


def attempts(log, i):
    out = []
    tries = [
        lambda: 1 + "a",
        lambda: [1, 2][i + 9],
        lambda: {}["missing"],
        lambda: (1, 2)[5],
        lambda: i.missing,
        lambda: unknown,
        lambda: i(),
        lambda: -"a",
        lambda: "a" < 1,
        lambda: 1 in 2,
        lambda: len(3),
        lambda: [*3],
        lambda: int("x"),
        lambda: i / 0,
        lambda: "abc"[9],
        lambda: f"{i:q}",
    ]
    for action in tries:
        try:
            action()
        except (TypeError, ValueError) as error:
            out.append(repr(error))
        except Exception as error:
            out.append(type(error).__name__)
        finally:
            out.append("end")
    try:
        a, b = [1, 2, 3]
    except ValueError as error:
        out.append(str(error))
    with Manager(log) as manager:
        raise KeyError(i)
    return out, len(log)


log = []
result = [attempts(log, i) for i in range(20)]
result.append(log)
