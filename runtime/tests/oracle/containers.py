"""Writes what collections, ranges, slices and iterators do, by asking the interpreter that runs this script.

    python3.14 containers.py [--check] OUTPUT

OUTPUT gets one case a line, as JSON: a list of steps, each [operation, [operands], {keywords}, outcome]. The test
`container_cases` runs each case on the VM and compares. `--check` compares instead of writing, and exits with 1 if
the file differs.

Operands are JSON's own values, or lists that begin with a letter:

    ["i", "hex"] int   ["f", "hex"] float   ["l", ...] list   ["t", ...] tuple   ["s", ...] set   ["z", ...] frozenset
    ["d", [key, value], ...] dict   ["r", start, stop, step] range   ["S", start, stop, step] slice   ["T", "name"] type
    ["$", n] what the step with this number answered with

An outcome is "= text", the text of the result, or "! type: message". Of results whose text has an address in it, only
the type is told.
"""

import json
import operator
import random
import re
import sys

RANDOM = random.Random(271)
CASES = []


class Step:
    """What an earlier step answered with."""

    def __init__(self, number):
        self.number = number


def encode(value):
    match value:
        case Step():
            return ["$", value.number]
        case None | bool() | str():
            return value
        case int():
            return value if abs(value) < 2**50 else ["i", hex(value)]
        case float():
            return ["f", value.hex()]
        case list():
            return ["l", *map(encode, value)]
        case tuple():
            return ["t", *map(encode, value)]
        case set():
            return ["s", *map(encode, value)]
        case frozenset():
            return ["z", *map(encode, value)]
        case dict():
            return ["d", *([encode(key), encode(item)] for key, item in value.items())]
        case range():
            return ["r", encode(value.start), encode(value.stop), encode(value.step)]
        case slice():
            return ["S", encode(value.start), encode(value.stop), encode(value.step)]
        case type():
            return ["T", value.__name__]
    raise ValueError(f"{value!r} cannot be written")


def setitem(container, key, value):
    container[key] = value


def delitem(container, key):
    del container[key]


OPERATIONS = {
    "add": operator.add, "mul": operator.mul, "or": operator.or_, "and": operator.and_, "sub": operator.sub,
    "xor": operator.xor, "iadd": operator.iadd, "imul": operator.imul, "ior": operator.ior, "iand": operator.iand,
    "isub": operator.isub, "ixor": operator.ixor,
    "lt": operator.lt, "le": operator.le, "eq": operator.eq, "ne": operator.ne, "gt": operator.gt, "ge": operator.ge,
    "get": operator.getitem, "set": setitem, "del": delitem, "in": operator.contains,
    "len": len, "hash": hash, "bool": bool, "repr": repr, "iter": iter, "next": next, "list": list,
    "value": lambda value: value, "call": lambda function, *args, **keywords: function(*args, **keywords),
}


def text(result):
    shown = repr(result)
    return f"<{type(result).__name__}>" if re.search(r" at 0x[0-9a-f]+", shown) else shown


def is_ordered_by_chance(result):
    """Whether the order of its items depends on the hashes of strings, which differ from run to run."""
    return isinstance(result, (set, frozenset)) and len(result) > 1 and any(isinstance(item, str) for item in result)


def fresh(value, results):
    """A copy of an operand, so that no case changes the operands of another."""
    match value:
        case Step():
            return results[value.number]
        case list():
            return [fresh(item, results) for item in value]
        case tuple():
            return tuple(fresh(item, results) for item in value)
        case dict():
            return {key: fresh(item, results) for key, item in value.items()}
        case set():
            return set(list(value))
    return value


def perform(operation, operands, keywords, results):
    operands = [fresh(operand, results) for operand in operands]
    if operation.startswith("."):
        return getattr(operands[0], operation[1:])(*operands[1:], **keywords)
    if operation.startswith("attr:"):
        return getattr(operands[0], operation[5:])
    return OPERATIONS[operation](*operands, **keywords)


def case(*steps):
    results, lines = [], []
    for step in steps:
        operation, *operands = step
        keywords = {}
        if operands and isinstance(operands[-1], Keywords):
            keywords = operands.pop().given
        try:
            result = perform(operation, operands, keywords, results)
            outcome = "= " + text(result)
        except Exception as error:
            result = None
            outcome = f"! {type(error).__name__}: {error}"
        if is_ordered_by_chance(result) or operation == "hash" and any("'" in line[-1] for line in lines):
            return
        results.append(result)
        lines.append([operation, [encode(operand) for operand in operands],
                      {name: encode(value) for name, value in keywords.items()}, outcome])
    CASES.append(lines)


class Keywords:
    """Keyword arguments of a step."""

    def __init__(self, **given):
        self.given = given


def each(operation, receivers, *argument_lists, after=True):
    """A case for every receiver with every list of arguments, and what became of the receiver."""
    for receiver in receivers:
        for arguments in argument_lists or [()]:
            steps = [("value", receiver), (operation, Step(0), *arguments)]
            if after:
                steps.append(("value", Step(0)))
            case(*steps)


ODD = [(None,), ("a",), (1.5,), ([],), (2**70,), (-2**70,)]
SEQUENCES = [[], [1], [1, 2, 3, 4, 5, 6, 7], ["b", "a", None], [1, [2, [3]]]]
TUPLES = [tuple(items) for items in SEQUENCES]


def indices():
    yield from [0, 1, -1, 6, 7, -7, -8, True, "a", 1.0, None, 2**70, -2**70]
    for start in [None, 0, 2, -3, 10, -10]:
        for stop in [None, 0, 5, -1, 10, -10]:
            for step in [None, 1, 2, -1, -3]:
                yield slice(start, stop, step)
    yield slice(None, None, 0)
    yield slice("a", None)
    yield slice(None, None, "a")
    yield slice(2**70, -2**70, -2**70)
    yield slice(1, 5, 2**64)


def sequences():
    for receivers in [SEQUENCES, TUPLES]:
        each("get", receivers[2:3], *([index] for index in indices()), after=False)
        each("get", receivers[:2], *([index] for index in [0, -1, 1, slice(None), slice(1, None), slice(0, 0)]),
            after=False)
        each("add", receivers, *([other] for other in [[], (), [8, 9], (8, 9), "a", 1]), after=False)
        each("mul", receivers, *([count] for count in [0, 1, 3, -1, "a", 2.0, 2**70, True]), after=False)
        each("mul", receivers[1:3], [2**62], after=False)
        each("in", receivers, *([item] for item in [1, 1.0, "a", None, [2, [3]], 9]), after=False)
        each(".index", receivers[2:4], [3], [9], ["a"], [3, 2], [3, 3], [3, -5, -4], [3, -5, 3], [3, None], [3, 0,
            2**70], [3, 1, 2, 3], [])
        each(".count", receivers, [1], [None], ["a"], [[3]], [], [1, 2])
        for operation in ["len", "bool", "repr", "hash"]:
            each(operation, receivers, after=False)
        for operation in ["lt", "le", "eq", "ne", "gt", "ge"]:
            for left in [*receivers[:3], type(receivers[0])([1, 2]), type(receivers[0])([1, 3, 0])]:
                for right in [*receivers[:3], type(receivers[0])([1, 2]), type(receivers[0])([0.5]), [1], (1,), "a",
                    None]:
                    case((operation, left, right))
        each(".__sizeof__", receivers[:1], after=False)
    case(("lt", [1, "a"], [1, 2]))
    case(("eq", [1, "a"], [1, 2]))
    case(("value", []), (".append", Step(0), Step(0)), ("repr", Step(0)), ("value", (Step(0), 1)), ("repr", Step(3)),
        (".clear", Step(0)))
    for kind in [list, tuple]:
        for arguments in [[], [[1, 2]], ["abc"], [(3,)], [{4: 5}], [range(3)], [5], [None], [1, 2]]:
            case(("call", kind, *arguments))
        case(("call", kind, Keywords(iterable=[])))
        case(("value", (1, 2)), ("call", kind, Step(0)), ("value", Step(0)))
    for value in TUPLES[:3]:
        case((".__getnewargs__", value))
    for value in [(1, (2, 3)), ("ab"[:0],), (0, -1, -2), (2**61 - 1, 2**61, -(2**61)), (2**64, -2**70), (True,
        None is None), (1.0, 2.5)]:
        case(("hash", value)) if not any(isinstance(item, str) for item in value) else None


def lists():
    each(".append", SEQUENCES, [5], [[]], [], [1, 2])
    each(".extend", SEQUENCES, [[8, 9]], [(8,)], ["xy"], [{1: 2}], [range(3)], [5], [None], [])
    each("iadd", SEQUENCES, [[8, 9]], [(8,)], ["xy"], [range(3)], [5])
    each("imul", SEQUENCES, [0], [1], [2], [-1], ["a"], [2**70], [1.0])
    case(("value", [1, 2]), (".extend", Step(0), Step(0)), ("value", Step(0)), ("iadd", Step(0), Step(0)), ("value",
        Step(0)))
    each(".insert", SEQUENCES[1:3], *([index, 9] for index in [0, 1, 3, -1, -3, 100, -100, "a", 2**70]), [1], [1, 2,
        3])
    each(".pop", SEQUENCES[:3], [], *([index] for index in [0, -1, 3, 10, -10, "a", 2**70, 1.0]), [1, 2])
    each(".remove", SEQUENCES[1:], [1], [3], [9], [None], [])
    for method in ["clear", "copy", "reverse", "__reversed__"]:
        each("." + method, SEQUENCES, [], [1])
    for index in indices():
        for value in [5, [10], [10, 20, 30], (), "pq", range(2), None]:
            if isinstance(index, slice) or value in (5, None):
                case(("value", [1, 2, 3, 4, 5, 6, 7]), ("set", Step(0), index, value), ("value", Step(0)))
        case(("value", [1, 2, 3, 4, 5, 6, 7]), ("del", Step(0), index), ("value", Step(0)))
    case(("value", [1, 2, 3]), ("set", Step(0), slice(1, 2), Step(0)), ("value", Step(0)))
    case(("value", [1, 2, 3]), ("set", Step(0), slice(None, None, -1), Step(0)), ("value", Step(0)))
    unsorted = [[3, 1, 2], ["b", "a", "\u20ac", "\xe9", ""], [2.5, -1.0, float("inf"), 0.0], [3, 1.5, True, 0], [(2,
        "a"), (1, "b"), (1, "a")],
                [[2], [1, 5], []], [1, "a"], [None, None], [], [1], [2**70, 1, -2**70, 5], [1.5, float("nan"), 0.5,
                    2.0]]
    for items in unsorted:
        for keywords in [{}, {"reverse": True}, {"key": None}, {"reverse": 0}, {"key": str}, {"key": str,
            "reverse": 1}, {"key": type}]:
            if keywords.get("key") is not type:
                case(("value", items), (".sort", Step(0), Keywords(**keywords)), ("value", Step(0)))
    case(("value", [1]), (".sort", Step(0), 1))
    case(("value", [1]), (".sort", Step(0), Keywords(foo=1)))
    case(("value", [1]), (".sort", Step(0), Keywords(key=5)), ("value", Step(0)))
    case(("value", ["3", "x", "1"]), (".sort", Step(0), Keywords(key=int)), ("value", Step(0)))
    for length in [10, 63, 64, 65, 200, 700]:
        for kind in range(6):
            items = [RANDOM.randrange([5, 50, 10**6][kind % 3]) for _ in range(length)]
            if kind >= 3:
                half, most = length // 2, length * 3 // 4
                items = sorted(items[:half]) + items[half:most] + sorted(items[most:], reverse=True)
            # Pairs are compared by a method; the second item tells whether the order is stable.
            pairs = [[item, number] for number, item in enumerate(items)]
            case(("value", pairs), (".sort", Step(0), Keywords(reverse=kind % 2 == 0)), ("value", Step(0)))
            case(("value", items), (".sort", Step(0), Keywords(key=float, reverse=kind % 2 == 0)), ("value", Step(0)))
    # Which order comes of comparisons that contradict each other shows which ones are made.
    for length in [5, 20, 40, 70, 130, 300]:
        for _ in range(3):
            sets = [frozenset(RANDOM.sample(range(4), RANDOM.randrange(4))) for _ in range(length)]
            case(("value", [[sorted(item), number] for number, item in enumerate(sets)]), ("len", Step(0)))
            case(("value", list(map(set, sets))), (".sort", Step(0)), ("value", Step(0)))
            numbers = [RANDOM.choice([1.0, 2.0, float("nan"), 3.0, 0.5]) for _ in range(length)]
            case(("value", numbers), (".sort", Step(0)), ("value", Step(0)))


def dicts():
    some = [{}, {1: 2}, {"a": 1, "b": 2}, {"a": 1, 2: "b", (3,): None}, {1: {2: 3}}]
    keys = [1, 1.0, "a", (3,), True, "zz", None]
    each("get", some, *([key] for key in keys), [[]], after=False)
    each("set", some, *([key, 9] for key in keys), [[], 1], [{}, 1])
    each("del", some, *([key] for key in keys), [[]])
    each("in", some, *([key] for key in keys), [[]], [set()], after=False)
    each(".get", some, *([key] for key in keys), [1, 5], ["q", 5], [[]], [], [1, 2, 3], after=False)
    each(".setdefault", some, *([key] for key in keys), [1, 5], ["q", 5], [[]], [], [1, 2, 3])
    each(".pop", some, *([key] for key in keys), ["q", 5], [[]], [], [1, 2, 3])
    each(".popitem", some, [], [1])
    each(".update", some, [], [{1: 7, "c": 8}], [[(1, 2), ["x", "y"]]], [["ab", "cd"]], [[1]], [[(1, 2, 3)]],
        [["a"]], [5], [None], [1, 2],
         [Keywords(a=5, z=6)], [{1: 1}, Keywords(a=5)], [{"a": 0}, Keywords(a=5)], [[[[], 1]]])
    for arguments in [[], [{1: 2}], [[(1, 2)]], ["ab"], [["ab"]], [5], [None], [1, 2], [Keywords(a=1)], [{"a": 2,
        3: 4}, Keywords(a=1)], [[1, 2]]]:
        case(("call", dict, *arguments))
    for arguments in [[[1, 2]], ["ab", 0], [(1,), []], [{1, 2}, 3], [{"a": 1}], [5], [], [1, 2, 3], [range(2)],
        [[[]]]]:
        case((".fromkeys", dict, *arguments))
    for method in ["copy", "clear", "keys", "values", "items", "__sizeof__", "__reversed__"]:
        if method != "__sizeof__":
            each("." + method, some, [], [1])
    for operation in ["or", "ior", "eq", "ne", "lt", "and", "sub"]:
        for left in some[:4]:
            for right in [{}, {1: 2}, {"b": 2, "a": 1}, {1: 3, 5: 6}, [], 5, [(1, 2)]]:
                case(("value", left), (operation, Step(0), right), ("value", Step(0)))
    for operation in ["len", "bool", "repr", "hash"]:
        each(operation, some, after=False)
    case(("value", {}), ("set", Step(0), 1, Step(0)), ("repr", Step(0)), (".items", Step(0)), ("repr", Step(3)),
        (".values", Step(0)), (".clear", Step(0)))
    # Growing, shrinking, and the order of entries.
    for make in [lambda number: number, lambda number: f"k{number}", lambda number: (number,
        ) if number % 3 else str(number)]:
        for bound in [8, 60]:
            steps = [("value", {})]
            for _ in range(bound * 3):
                key = make(RANDOM.randrange(bound))
                steps.append(RANDOM.choice([("set", Step(0), key, len(steps)), ("set", Step(0), key, len(steps)),
                    (".pop", Step(0), key, None),
                                            (".setdefault", Step(0), key, -1), (".get", Step(0), key)]))
                if RANDOM.random() < 0.1:
                    steps.append((".popitem", Step(0)))
            steps += [("value", Step(0)), (".copy", Step(0)), ("eq", Step(0), Step(len(steps) + 1)), ("list",
                Step(0))]
            case(*steps)


def views():
    some = [{}, {1: 2}, {1: 2, "a": 3, (1,): []}, {3: 3, 1: 1, 2: 2}]
    for method in [".keys", ".items", ".values"]:
        for value in some:
            view = [("value", value), (method, Step(0))]
            for operation in ["len", "bool", "repr", "list", "iter"]:
                case(*view, (operation, Step(1)))
            case(*view, (".__reversed__", Step(1)), ("list", Step(2)), ("set", Step(0), "new", 1), ("list", Step(1)),
                ("attr:mapping", Step(1)))
            for item in [1, (1, 2), (1, 3), [1, 2], (1, 2, 3), "a", ("a", 3), 2, ((1,), [])]:
                case(*view, ("in", Step(1), item))
        for value in [{}, {1: 2}, {3: 3, 1: 1, 2: 2}]:
            view = [("value", value), (method, Step(0))]
            if method != ".values":
                case(*view, ("hash", Step(1)))
            for other in [[], [1, 5], {1, 2}, {(1, 2)}, [(1, 2), (3, 3), (4, 4)], frozenset([1, 2, 3]), {1: 1}, 5,
                "ab", (1,), range(9)]:
                for operation in ["or", "and", "sub", "xor", "eq", "ne", "lt", "le", "gt", "ge"]:
                    if method == ".values" and operation in ("eq", "ne"):
                        continue
                    case(*view, (operation, Step(1), other))
                    if operation in ("or", "and", "sub", "xor"):
                        case(*view, (operation, other, Step(1)))
                if method != ".values":
                    case(*view, (".isdisjoint", Step(1), other))
            for other in [{1: 2, 7: 7}, {3: 3}, {1: [], 3: 3}]:
                for operation in ["or", "and", "sub", "xor", "eq", "le"]:
                    if method != ".values":
                        case(*view, ("value", other), (method, Step(2)), (operation, Step(1), Step(3)))
                        case(*view, ("value", other), (".keys", Step(2)), (operation, Step(1), Step(3)))
            if method != ".values":
                case(*view, (".isdisjoint", Step(1), Step(1)))
    for method in [".keys", ".items", ".values", ".__reversed__"]:
        for change in [("set", Step(0), 9, 9), ("del", Step(0), 1), (".clear", Step(0)), ("set", Step(0), 1, 9)]:
            case(("value", {1: 2, 3: 4, 5: 6}), (method, Step(0)), ("iter", Step(1)), ("next", Step(2)),
                (".__length_hint__", Step(2)), change,
                 (".__length_hint__", Step(2)), ("next", Step(2)), ("next", Step(2)), ("list", Step(2)))
        case(("value", {1: 2, 3: 4}), (method, Step(0)), ("iter", Step(1)), ("next", Step(2)), ("del", Step(0), 1),
            ("set", Step(0), 7, 8),
             ("next", Step(2)), ("next", Step(2)), ("next", Step(2)))


def sets():
    some = [set(), {1}, {1, 2, 3}, {"a"}, {(1, 2), None}, set(range(0, 100, 7))]
    frozen = list(map(frozenset, some))
    for receivers in [some, frozen]:
        for operation in ["or", "and", "sub", "xor", "ior", "iand", "isub", "ixor", "eq", "ne", "lt", "le", "gt",
            "ge"]:
            for left in receivers:
                for right in [set(), {1}, {2, 3, 4, 5}, {1, 2, 3}, frozenset([1, 7, 14]), set(range(50)), [1],
                    {1: 2}, 5]:
                    case(("value", left), (operation, Step(0), right), ("value", Step(0)))
        for method in ["union", "intersection", "difference", "symmetric_difference", "issubset", "issuperset",
            "isdisjoint"]:
            each("." + method, receivers, [], [[1, 2, 2]], [{1: 2}], [{3}], ["ab"], [5], [[[]]], [range(40)], [[1],
                [2, 3]], [set(range(60))])
        each("in", receivers, [1], ["a"], [None], [[]], [{1}], [1.0], after=False)
        each(".copy", receivers, [], [1], after=False)
        for operation in ["len", "bool", "repr", "hash", "list"]:
            if operation != "hash" or receivers is some:
                each(operation, receivers, after=False)
    for items in [[], [1], range(10), [-1, -2, 0], [1.5, 2.0], [(1, 2), (3,)], [2**70], range(100, 2000, 37)]:
        case(("call", frozenset, list(items)), ("hash", Step(0)), ("call", frozenset, Step(0)), ("call", set,
            Step(0)), ("eq", Step(0), Step(3)))
    for method in ["update", "intersection_update", "difference_update", "symmetric_difference_update"]:
        each("." + method, some, [], [[1, 2, 2]], [{1: 2}], [{3}], ["a"], [5], [[[]]], [range(40)], [[1], [2, 3]],
            [set(range(60))])
        case(("value", {1, 2}), ("." + method, Step(0), Step(0)), ("value", Step(0)))
    for method in ["add", "remove", "discard"]:
        each("." + method, some, [1], ["a"], [(1, 2)], [[]], [{1}], [], [1, 2])
    case(("value", {frozenset([1]), 2}), ("in", Step(0), {1}), (".discard", Step(0), {1}), (".remove", Step(0), {1}),
        ("value", Step(0)))
    each(".pop", some[:3] + some[5:], [], [1])
    each(".clear", some, [], [1])
    for kind in [set, frozenset]:
        for arguments in [[], [[3, 1, 2]], ["a"], [5], [None], [1, 2], [[[]]], [{1: 2}], [Keywords(iterable=[])]]:
            case(("call", kind, *arguments))
    # The order that tables of all sizes have, with and without deleted entries.
    for bound in [10, 60, 500, 10**6, 2**45]:
        for _ in range(6):
            steps = [("value", set()), ("value", set())]
            for _ in range(RANDOM.choice([6, 30, 90, 200])):
                number = RANDOM.randrange(-bound, bound)
                steps.append(RANDOM.choice([(".add", Step(0), number), (".add", Step(0), number), (".add", Step(1),
                    number),
                                            (".discard", Step(0), number)]))
                if RANDOM.random() < 0.08:
                    steps.append(RANDOM.choice([(".pop", Step(0)), ("list", Step(0)), ("ior", Step(0), Step(1)),
                        ("iand", Step(0), Step(1)),
                                                ("isub", Step(0), Step(1)), ("ixor", Step(0), Step(1))]))
            steps += [("list", Step(0)), ("or", Step(0), Step(1)), ("and", Step(0), Step(1)), ("sub", Step(0),
                Step(1)),
                      ("xor", Step(0), Step(1)), (".copy", Step(0)), ("call", frozenset, Step(0)), ("hash",
                          Step(len(steps) + 6))]
            case(*steps)
    case(("value", {1, 2, 3}), ("iter", Step(0)), (".__length_hint__", Step(1)), ("next", Step(1)),
        (".__length_hint__", Step(1)),
         (".add", Step(0), 9), (".__length_hint__", Step(1)), ("next", Step(1)), ("next", Step(1)))


def ranges():
    some = [range(0), range(1), range(5), range(2, 20, 3), range(10, 0, -2), range(5, 5), range(2**70), range(-2**65,
        2**65, 2**63), range(2**62, 0, -2**60)]
    for value in some:
        for operation in ["len", "bool", "repr", "hash"]:
            case((operation, value))
        for attribute in ["start", "stop", "step"]:
            case(("attr:" + attribute, value))
        for index in [0, 1, -1, 4, -5, 100, 2**64, -2**64, "a", 1.0, slice(1, 4), slice(None, None, -1), slice(None,
            None, 2), slice(-3, None),
                      slice(2**66, None, 5), slice(None, None, 0), slice("a", 1)]:
            case(("get", value, index))
        for item in [0, 5, 8, 2.0, True, -2**65, 2**64, "a", None, 10]:
            if len(range(2**20)) and (type(item) is int or abs(value.stop) < 1000):
                for operation in ["in", ".count", ".index"]:
                    case((operation, value, item))
        for other in [range(0), range(5), range(0, 5, 1), range(0, 20, 3), range(1, 0), range(2, 18, 3), 5, [0]]:
            for operation in ["eq", "ne", "lt"]:
                case((operation, value, other))
        for first in ["iter", ".__reversed__"]:
            case((first, value), (".__length_hint__", Step(0)), ("next", Step(0)), ("next", Step(0)),
                (".__length_hint__", Step(0)),
                 (".__setstate__", Step(0), 2), ("next", Step(0)), (".__setstate__", Step(0), -5), ("next", Step(0)),
                     (".__setstate__", Step(0), "a"))
            if abs(value.stop) < 1000:
                case((first, value), ("list", Step(0)), ("next", Step(0)))
    for arguments in [[], [5], [1, 5], [1, 5, 2], [1, 5, 0], [5, 1, -1], ["a"], [1.0], [None], [1, 2, 3, 4], [True],
        [Keywords(stop=5)]]:
        case(("call", range, *arguments))
    for arguments in [[], [5], [1, 5], [1, 5, 2], [None, "a", []], [1, 2, 3, 4], [Keywords(stop=5)]]:
        case(("call", slice, *arguments))
    parts = [slice(None), slice(1, 2), slice(1, 2, 3), slice(None, 5), slice("a", "b"), slice(1, 3)]
    for value in parts:
        case(("repr", value))
        case(("hash", value)) if not isinstance(value.start, str) else None
        for attribute in ["start", "stop", "step"]:
            case(("attr:" + attribute, value))
        for other in [*parts, 5]:
            for operation in ["eq", "ne", "lt", "ge"]:
                case((operation, value, other))
    case(("hash", slice([], None)))
    for start in [None, 0, 3, -2, -100, 100, 2**70, "a"]:
        for stop in [None, 0, 4, -1, 100, -2**70]:
            for step in [None, 1, -1, 3, -2, 0, 2**70]:
                for length in [0, 5, 2**66]:
                    case((".indices", slice(start, stop, step), length))
    for length in [-1, "a", 1.0, None]:
        case((".indices", slice(1), length))


def iterators():
    def drain(*make):
        at = len(make) - 1
        case(*make, *[("next", Step(at))] * 4, (".__length_hint__", Step(at)))

    for items in [[], [1], [1, 2, 3], (4, 5, 6), "ab", {1, 2}, {3: 4}, range(3)]:
        drain(("iter", items))
        drain(("call", enumerate, items))
        drain(("call", enumerate, items, 5))
        drain(("call", reversed, items))
        drain(("call", filter, None, items))
        drain(("call", map, str, items))
        drain(("call", zip, items, [7, 8]))
        drain(("call", zip, items, "xyz", items))
        drain(("call", zip, items))
        for other in [[], [7], [7, 8, 9], "xy"]:
            drain(("call", zip, items, other, Keywords(strict=True)))
            drain(("call", zip, [0, 0], items, other, Keywords(strict=True)))
            drain(("call", map, dict, items, other, Keywords(strict=True)))
    for index in [0, 1, 2, 5, -1, -5, 2**70, "a", 1.0]:
        for first in ["iter", "reversed"]:
            make = ("iter", [1, 2, 3]) if first == "iter" else ("call", reversed, [1, 2, 3])
            case(make, (".__setstate__", Step(0), index), (".__length_hint__", Step(0)), ("next", Step(0)), ("next",
                Step(0)))
            make = ("iter", (1, 2, 3)) if first == "iter" else ("call", reversed, (1, 2, 3))
            case(make, (".__setstate__", Step(0), index), (".__length_hint__", Step(0)), ("next", Step(0)), ("next",
                Step(0)))
    case(("value", [1, 2]), ("iter", Step(0)), ("next", Step(1)), (".append", Step(0), 3), ("list", Step(1)),
        (".append", Step(0), 4), ("list", Step(1)))
    case(("value", [1, 2]), ("iter", Step(0)), (".clear", Step(0)), (".__length_hint__", Step(1)), ("next", Step(1)))
    case(("value", [1, 2]), ("call", reversed, Step(0)), (".clear", Step(0)), (".__length_hint__", Step(1)), ("next",
        Step(1)))
    for function, argument_lists in {
        enumerate: [[], [5], [[1], "a"], [[1], 2, 3], [[1], Keywords(foo=1)], [Keywords(iterable=[1])],
            [Keywords(start=5)],
                    [Keywords(start=5, iterable=[2])], [[1], Keywords(iterable=[2])], [[1], Keywords(start=2)], [[1],
                        2, Keywords(start=2)]],
        zip: [[], [5], [[1], 5], [Keywords(strict=True)], [Keywords(a=1)], [[1], Keywords(strict=1, a=2)]],
        map: [[], [len], [str, 5], [str, [1], Keywords(a=1)], [str, [1], Keywords(a=1, b=2)], [5, [1]]],
        filter: [[], [1], [None, 5], [None, [1], 2], [Keywords(a=1)], [5, [1]]],
        reversed: [[], [5], [{1}], [[1], 2], [Keywords(a=1)], [None]],
    }.items():
        for arguments in argument_lists:
            if len not in arguments:
                case(("call", function, *arguments), ("next", Step(0)))
    drain(("call", enumerate, "abcd", 2**61 - 2))
    drain(("call", enumerate, "abcd", -2**61 - 1))
    drain(("call", enumerate, "abcd", 2**80))
    drain(("call", filter, int, [0, 1, 2]))
    drain(("call", filter, bool, [0, 1, 2]))
    drain(("call", map, int, ["1", "x", "2"]))
    drain(("call", map, int, ["1", "10"], [10, 2]))
    for make in [("call", enumerate, [1, 2]), ("call", zip, [1], [2]), ("call", filter, None, [1]), ("call", map,
        str, [1])]:
        case(make, (".__iter__", Step(0)), ("list", Step(0)), ("list", Step(0)))


def main(arguments):
    check = "--check" in arguments
    (path,) = [argument for argument in arguments if argument != "--check"]
    for part in [sequences, lists, dicts, views, sets, ranges, iterators]:
        part()
    lines, seen = [], set()
    for item in CASES:
        line = json.dumps(item, separators=(",", ":"), ensure_ascii=True)
        if line not in seen:
            seen.add(line)
            lines.append(line + "\n")
    new = "".join(lines)
    if check:
        with open(path, encoding="ascii") as file:
            if file.read() != new:
                sys.exit(f"{path} differs from what this interpreter answers; write it anew without --check")
    else:
        with open(path, "w", encoding="ascii") as file:
            file.write(new)


main(sys.argv[1:])
