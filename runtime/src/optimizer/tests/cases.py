# The names that `cases.txt` speaks of.
int, float, str, list, tuple, dict, set, bool, slice = int, float, str, list, tuple, dict, set, bool, slice
NoneType, listiter, tupleiter, rangeiter = type(None), type(iter([])), type(iter(())), type(iter(range(0)))
zero, one, two, minus, big, half, third, text, word, true, false, none = (
    0, 1, 2, -1, 1 << 80, 0.5, 0.25, "ab", "c", True, False, None,
)
pair = (1, 2)
three_items = [1, 2, 3]


class Plain:
    constant = 7
    true = True

    def method(self):
        pass


plain = Plain()
bound = plain.method
bound_native = [].append
method = type(bound)


def callee(a, b):
    return a


def here(o):
    return o.constant, o.method, o.true, 3.5, "immortal"


function = type(here)
method_of = Plain.method
module = type(__builtins__)("module") if isinstance(__builtins__, type(__import__("sys"))) else None
module = type(__import__("sys"))("module")
module.constant = 8
name = "constant"
missing = "missing"
length = len
Type, Str, Tuple = type, str, tuple
