"""Writes what numbers, strings and bytes do, by asking the interpreter that runs this script.

    python3.14 scalars.py [--check] [--all] OUTPUT

OUTPUT gets one case a line, as JSON: [operation, [operands], {keywords}, outcome]. The test `scalar_cases` runs each
case on the VM and compares. `--check` compares instead of writing, and exits with 1 if the file differs. `--all` keeps
every case; without it, a sample of each large group is kept.

Operands and results are written as lists that begin with a letter:

    ["i", "0xc"] int   ["f", "0x1.8p+0"] float   ["c", "re", "im"] complex   ["s", "text, escaped"] str
    ["b", "hex"] bytes   ["B", "hex"] bytearray   ["n"] None   ["o", true] bool   ["N"] NotImplemented   ["l", ...] list   ["t", ...] tuple
    ["d", [key, value], ...] dict   ["T", "name"] type   ["S", start, stop, step] slice

and an outcome as ["ok", result] or ["raise", type, message].
"""

import itertools
import json
import math
import operator
import random
import sys
import warnings

warnings.simplefilter("ignore")
RANDOM = random.Random(314)
CASES = []
KEEP_ALL = "--all" in sys.argv


def encode(value):
    match value:
        case None:
            return ["n"]
        case bool():
            return ["o", value]
        case int():
            return ["i", hex(value)]
        case float():
            return ["f", encode_float(value)]
        case complex():
            return ["c", encode_float(value.real), encode_float(value.imag)]
        case str():
            return ["s", value.encode("ascii", "backslashreplace").decode() if "\\" not in value else
                    value.replace("\\", "\\x5c").encode("ascii", "backslashreplace").decode()]
        case bytes():
            return ["b", value.hex()]
        case bytearray():
            return ["B", value.hex()]
        case list():
            return ["l", *map(encode, value)]
        case tuple():
            return ["t", *map(encode, value)]
        case dict():
            return ["d", *([encode(key), encode(item)] for key, item in value.items())]
        case slice():
            return ["S", encode(value.start), encode(value.stop), encode(value.step)]
        case type():
            return ["T", value.__name__]
    if value is NotImplemented:
        return ["N"]
    raise ValueError(f"{value!r} cannot be written")


def encode_float(value):
    if math.isnan(value):
        return "-nan" if math.copysign(1, value) < 0 else "nan"
    return value.hex()


BINARY = {
    "add": operator.add, "and": operator.and_, "floordiv": operator.floordiv, "lshift": operator.lshift,
    "mul": operator.mul, "mod": operator.mod, "or": operator.or_, "pow": operator.pow, "rshift": operator.rshift,
    "sub": operator.sub, "truediv": operator.truediv, "xor": operator.xor, "divmod": divmod,
    "lt": operator.lt, "le": operator.le, "eq": operator.eq, "ne": operator.ne, "gt": operator.gt, "ge": operator.ge,
    "getitem": operator.getitem, "contains": operator.contains, "format": format, "pow3": pow,
}
UNARY = {
    "neg": operator.neg, "pos": operator.pos, "abs": abs, "invert": operator.invert, "repr": repr, "str": str,
    "ascii": ascii, "hash": hash, "bool": bool, "len": len, "int": int, "float": float, "index": operator.index,
    "list": list,
}


def run(operation, operands, keywords):
    if operation in BINARY:
        return BINARY[operation](*operands)
    if operation in UNARY:
        return UNARY[operation](*operands)
    kind, _, name = operation.partition(":")
    if kind == "call":
        return operands[0](*operands[1:], **keywords)
    if kind == "method":
        return getattr(operands[0], name)(*operands[1:], **keywords)
    # A method that changes the object: what it answered and what the object then is.
    if kind == "change":
        answer = getattr(operands[0], name)(*operands[1:], **keywords)
        return (answer, operands[0])
    raise ValueError(operation)


def case(operation, *operands, **keywords):
    written = [encode(operand) for operand in operands]
    try:
        outcome = ["ok", encode(run(operation, operands, keywords))]
    except Exception as error:
        outcome = ["raise", type(error).__name__, str(error)]
        if outcome[2].startswith("bad argument type for built-in"):
            return
    CASES.append([operation, written, {key: encode(value) for key, value in keywords.items()}, outcome])


def every(operation, *choices, most=70):
    """All combinations of operands, or a sample of `most` of them."""
    combinations = list(itertools.product(*choices))
    if len(combinations) > most and not KEEP_ALL:
        combinations = RANDOM.sample(combinations, most)
    for operands in combinations:
        case(operation, *operands)


# Numbers.

INTS = [0, 1, -1, 2, -2, 3, 7, -7, 10, 255, 256, -256, 12345, 2**31, -2**31, 2**53 + 1, 2**61 - 1, 2**61, -2**61,
        -2**61 - 1, 2**62, 2**63 - 1, -2**63, 2**64, 10**20, -10**20, 3**50, -(3**60), 2**100 - 1, 7**200]
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, -2.5, 3.0, 0.1, 1e-5, 1e16, 1e15, 123456789.125, 1e22, 1e23,
    -1e100, 5e-324,
          2.2250738585072014e-308, 1.7976931348623157e308, float("inf"), float("-inf"), float("nan"), math.pi, 1 / 3,
          2.0**53,
          1e-4, 0.0001234, 12345678901234567.0, 9007199254740993.0]
COMPLEX = [0j, 1j, -1j, 1 + 2j, -1.5 - 2.5j, complex(0.0, -0.0), complex(-0.0, 1), complex("inf"), complex("nanj"),
           complex(float("inf"), float("nan")), 1e200 + 1e200j, complex(1e-5, 1e16)]
SMALL_INTS = [0, 1, -1, 2, 3, 10, 63, 64, 100]


def random_float():
    return float.fromhex(f"{RANDOM.choice('+-')}0x1.{RANDOM.getrandbits(52):013x}p{RANDOM.randint(-1074, 1023)}")


def numbers():
    arithmetic = ["add", "sub", "mul", "floordiv", "mod", "truediv", "divmod", "and", "or", "xor"]
    comparisons = ["lt", "le", "eq", "ne", "gt", "ge"]
    for operation in arithmetic:
        every(operation, RANDOM.sample(INTS, 14), RANDOM.sample(INTS, 14))
    for operation in comparisons:
        every(operation, RANDOM.sample(INTS, 7), RANDOM.sample(INTS, 7))
        every(operation, RANDOM.sample(INTS, 9), RANDOM.sample(FLOATS, 9))
        every(operation, RANDOM.sample(FLOATS, 9), RANDOM.sample(FLOATS, 9))
        every(operation, RANDOM.sample(COMPLEX, 3), [1, 0, 1.5, 1j, "a", True])
    for operation in ["lshift", "rshift"]:
        every(operation, INTS, [0, 1, 5, 60, 61, 62, 63, 64, 100, -1, 2**70])
    every("pow", RANDOM.sample(INTS, 12), SMALL_INTS)
    every("pow3", [0, 2, 3, -3, 7, 2**70], [0, 1, 5, 2**65, -1, -3], [1, 2, 10, -7, 2**61, 0, 101])
    for operation in ["add", "sub", "mul", "truediv", "floordiv", "mod", "divmod"]:
        every(operation, RANDOM.sample(FLOATS, 12), RANDOM.sample(FLOATS, 12))
        every(operation, RANDOM.sample(INTS, 7), RANDOM.sample(FLOATS, 7))
        every(operation, RANDOM.sample(FLOATS, 7), RANDOM.sample(INTS, 7))
    every("pow", FLOATS, [0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 3.0, float("inf"), float("nan"), 2, -2])
    for _ in range(120):
        bits = RANDOM.randint(50, 1200)
        case("truediv", RANDOM.getrandbits(bits), RANDOM.getrandbits(RANDOM.randint(1, 1200)) + 1)
    for _ in range(40):
        case("truediv", RANDOM.getrandbits(54) << RANDOM.randint(0, 60), 1 << RANDOM.randint(1, 1180))
    for operation in ["add", "sub", "mul", "truediv"]:
        every(operation, COMPLEX, COMPLEX)
        every(operation, COMPLEX, [0, 2, 1.5, -0.0])
        every(operation, [0, 2, 1.5, -0.0], COMPLEX)
    every("pow", COMPLEX, [0, 1, 2, -1, 3, 0.5, 1j, 101])
    every("pow", [2, 0, -8, 1.5], [1j, 2 - 1j, 0j])
    for operation in ["neg", "pos", "abs", "invert", "repr", "str", "hash", "bool", "int", "float", "index"]:
        every(operation, INTS + [True, False])
        every(operation, FLOATS if operation != "hash" else [value for value in FLOATS if value == value])
        if operation != "hash":
            every(operation, COMPLEX)
    every("hash", [1j, 1 + 2j, -1 - 1j, 3 + 0j, 1.5 + 2.5j])
    for _ in range(300):
        value = random_float()
        for operation in ["repr", "hash"]:
            case(operation, value)
        case("method:hex", value)
        case("method:__round__", value, RANDOM.randint(-320, 330))
        case("method:__round__", round(RANDOM.uniform(-1000, 1000), RANDOM.randint(0, 6)), RANDOM.randint(-3, 6))
    for _ in range(100):
        case("hash", RANDOM.getrandbits(RANDOM.randint(1, 300)) * RANDOM.choice([1, -1]))
        case("float", RANDOM.getrandbits(RANDOM.randint(50, 1100)))
    for operation in ["and", "or", "xor", "add", "mul"]:
        every(operation, [True, False], [True, False, 1, 2**70])
    every("add", [1, 1.5, 1j], ["a", None, b"x"])
    every("pow3", [2.0, 1j, 2], [2], [3, 2.0])
    for method in ["bit_length", "bit_count", "as_integer_ratio", "is_integer", "conjugate", "__trunc__", "__floor__",
                   "__ceil__", "__getnewargs__", "__sizeof__"]:
        every(f"method:{method}", INTS + [True])
    for method in ["as_integer_ratio", "is_integer", "conjugate", "__trunc__", "__floor__", "__ceil__", "hex",
        "__getnewargs__"]:
        every(f"method:{method}", FLOATS)
    for method in ["conjugate", "__complex__", "__getnewargs__"]:
        every(f"method:{method}", COMPLEX)
    every("method:__round__", RANDOM.sample(INTS, 14), [None, 0, 1, -1, -2, -5, -19, -30, 2**70])
    every("method:__round__", FLOATS, [None, 0, 1, 2, -1, -2, 400, -400, 16, 22])
    every("method:to_bytes", [0, 1, 127, 128, 255, 256, -1, -128, -129, 2**64], [0, 1, 2, 9], ["big", "little"])
    for value in [0, 1, 127, 128, 255, -1, -128, -129, 2**64, -2**63]:
        for length in [0, 1, 2, 9]:
            case("method:to_bytes", value, length, "little", signed=True)
    case("method:to_bytes", 5, -1)
    case("method:to_bytes", 5, 1, "x")
    case("method:to_bytes", 5, "a")
    case("method:to_bytes", 5)
    for data in [b"", b"\x01", b"\xff", b"\x80\x00", b"\x01\x02\x03\x04\x05\x06\x07\x08\x09"]:
        for order in ["big", "little"]:
            for signed in [True, False]:
                case("method:from_bytes", int, data, order, signed=signed)
    every("method:from_bytes", [int], [[1, 2], [300], 5, "a", bytearray(b"\x01\x00"), (255,), ["a"]])


TEXTS_OF_NUMBERS = [
    "0", "12", "-12", "+7", " 12 ", "\t-3\n", "1_000", "1__0", "_1", "1_", "0x1f", "0X1F", "0b101", "0o17", "0b",
    "0x_f", "010", "00",
    "0_0", "", " ", "-", "+-1", "1.5", "abc", "zz", "ABC", "9" * 30, "-" + "9" * 30, "\u0661\u0662", "\uff11", "1\x00",
    "\ud800", "1e5",
    "12\u2003", "\u20031", "0b12", "1" * 4300, "1" * 4301, "0x" + "f" * 5000, "_", "0_", "0x", "- 1", "1 2",
    "\x1c5\x1f",
]
TEXTS_OF_FLOATS = [
    "0", "1.5", "-1.5", ".5", "5.", ".", "1e5", "1E+5", "1e-5", "e5", "1e", "1e+", "inf", "-inf", "Infinity",
    "+INFINITY", "nan", "-nan",
    "NaN", " 1.5 ", "1_0.5", "1_.5", "1._5", "1__0", "1e1_0", "1e_1", "0x1p3", "1e400", "-1e400", "1e-400",
    "\u0661.\u0665", "infin", "1,5",
    "9007199254740993", "0.1", "2.2250738585072011e-308", "4.9e-324", "2.4e-324", "1.7976931348623159e308", "", " ",
    "1 5", "+",
    "-.5e-3", "123456789012345678901234567890", "0.000000000000000000000000000000000000001",
]
TEXTS_OF_COMPLEX = [
    "1", "1j", "1+2j", "1-2j", "-1.5e3-2.5e-3j", "j", "-j", "+j", "1+j", "1-j", "(1+2j)", " ( 1+2j ) ", "(1+2j",
    "1+2j)", "1 + 2j", "1+2",
    "1j+2", "jj", "", "inf+nanj", "nanj", "infj", "1_0+2_0j", "1__0j", "1+2jj", "1e5j", "1+-2j", "1+2j+3j",
    "\u0661+2j", "()", "(j)",
    "1J", "+1-1J", "1e+5-1e-5j", "1+_2j",
]
HEX_FLOATS = [
    "0x1p0", "0x1.8p1", "-0x1.8p-1", "1.8", "0x.8", "0x8.", "0x", "0x.", "inf", "-Infinity", "nan", "0x1p1024",
    "0x1p1023",
    "0x1.fffffffffffffp1023", "0x1.fffffffffffff8p1023", "0x1.fffffffffffff7p1023", "0x1p-1074", "0x1p-1075",
    "0x1.00000000000001p-1075", "0x3p-1075", "0x1.8p-1074", "0x1.00000000000008p0", "0x1.000000000000081p0",
    "0x1.00000000000018p0",
    "0x1p", "0x1p+", "0xg", " 0x1p1 ", "0x1p1x", "0x1_0", "0x0p99999999999999999999", "0x1p99999999999999999999",
    "1p-99999999999999999999",
    "0x123456789abcdef0123456789abcdefp-60", "0x0.0000000000000000000000000001p100", "p5", "0X1P5", "\u0661",
]


def conversions():
    every("call", [int], TEXTS_OF_NUMBERS)
    every("call", [int], TEXTS_OF_NUMBERS, [0, 2, 8, 10, 16, 36])
    every("call", [int], [b"12", bytearray(b" 7 "), b"x", 1.9, -1.9, True, None, [], 1j, float("inf"), float("nan"),
        "x" * 300])
    every("call", [int], ["1", 1.5, b"11"], [1, 37, -1, "a", 2**70])
    case("call", int)
    case("call", int, base=10)
    case("call", int, "12", base=5)
    case("call", int, x=1)
    case("call", int, 1, 2, 3)
    every("call", [float], TEXTS_OF_FLOATS)
    every("call", [float], [b"1.5", bytearray(b"2"), b"x", 1, 2**2000, True, None, [], 1j])
    case("call", float)
    case("call", float, 1, 2)
    case("call", float, x=1)
    every("method:fromhex", [float], HEX_FLOATS)
    every("method:from_number", [float], [1, 1.5, "a", True])
    every("method:from_number", [complex], [1, 1.5, 1j, "a"])
    every("method:__getformat__", [float], ["double", "float", "x", 5])
    every("call", [complex], TEXTS_OF_COMPLEX)
    every("call", [complex], [1, 1.5, 1j, 2**2000, None, [], b"1", True])
    every("call", [complex], [1, 1.5, 1 + 2j, "1", []], [2, 2.5, 2 + 3j, "2", []])
    case("call", complex, real=1, imag=2)
    case("call", complex, imag=2j)
    case("call", complex, x=1)
    case("call", complex, 1, 2, 3)
    case("call", complex)
    every("call", [bool], [0, 1, 0.0, -0.0, 1.5, 0j, 1j, "", "a", b"", b"a", None, True])
    case("call", bool)
    case("call", bool, 1, 2)
    case("call", bool, x=1)
    case("str", 10**4300)
    case("str", 10**4299)
    case("repr", -(10**5000))
    case("format", 10**5000, "d")
    case("format", 10**5000, "x")


# The format mini-language.

SPECS = [
    "", "d", "5", "<5", ">5", "^5", "=5", "*^9", "05", "<05", "+", "-", " ", "+d", " d", "x", "X", "#x", "#X", "o",
    "#o", "b", "#b", "c",
    "n", "e", "E", "f", "F", "g", "G", "%", "s", "q", "\u1234", "\x01", ",", "_", ",d", "_d", "_x", "_b", "#_x", ",x",
    ",s", "_s", ",c", ",n", "_n",
    "_,", ",_", ",,", "__", "010,", "015_", "08,d", "020,.3f", "012_x", "#012x", "#012b", ".2", ".0", ".3f", ".0f",
    "#.0f", ".10g", "#g",
    ".3e", ".0e", "#.0e", ".2%", "z.1f", "z", "zd", "z.0f", "+z.1f", ".", ".f", "..", ".,f", "._f", ".6,f", ",.6_f",
    ".3,g", ".,n", ".2_,f",
    "10.3", "<10.3s", "^11.2s", "\u20ac>6", "\U0001f600^7d", "=", "0=7", "0<7", "a", "ab", "5x5", "1_0",
    "99999999999999999999",
    ".99999999999999999999f", ".3000000000f", ">0", "{", "}", "+s", " s", "#s", "=s", "zs", "0s", "05s", "#c", "+c",
    "#n", "#d", "-5d",
    "+.3e", "=+10", "010.2f", "-010.2f", "+010.2f", "1000f"[:3], ".50f", ".17g", ".20g", ".1", ".16", ".17", "r", "#",
    "#.3", "#5", "0", "00",
    "\u0665", ".\u0662f",
]
FORMATTED = [0, 5, -5, 123456789, -1234567, 2**70, True, 0.0, -0.0, 1.5, -1234.5678, 1e100, 1e-7, 123456789.987654321,
    0.04, -0.04, float("inf"),
             float("-inf"), float("nan"), 1234567.0, 1j, 1.5 - 2.5j, complex(-0.0, 1e10), "", "abc", "h\xe9llo \u20ac",
             0x110000, 65]


def formats():
    every("format", FORMATTED, SPECS, most=1000)
    every("method:__format__", [1, 1.5, 1j, "a"], [5, None])
    for _ in range(600):
        spec = "".join([
            RANDOM.choice(["", "", "", "*<", ">", "^", "="]), RANDOM.choice(["", "", "+", "-", " "]),
            RANDOM.choice(["", "", "z"]),
            RANDOM.choice(["", "", "#"]), RANDOM.choice(["", "", "0"]), RANDOM.choice(["", "1", "7", "12", "25"]),
            RANDOM.choice(["", "", ",", "_"]), RANDOM.choice(["", "", ".0", ".1", ".4", ".12", ".25", ".3_"]),
            RANDOM.choice(["", "d", "x", "b", "e", "f", "g", "F", "G", "E", "%", "n", "s", "o"]),
        ])
        value = RANDOM.choice([RANDOM.randint(-10**6, 10**9), random_float(), RANDOM.uniform(-10**6, 10**6),
            RANDOM.uniform(-1, 1),
                               complex(RANDOM.uniform(-100, 100), RANDOM.uniform(-1, 1)), "text"])
        case("format", value, spec)
    templates = [
        "}", "{", "{0", "{0!", "{0!r", "{0!x}", "{0!rx}", "{0:", "{0:{", "{0:{}", "{0:{1}}", "{0:{1:{2}}}", "{a}",
        "{0.}", "{0[}", "{0[]}",
        "{0..a}", "{0[a}", "{}{0}", "{0}{}", "{5}", "{!r}", "{:5}", "{{}}", "{{{}}}", "{a{b}}",
        "{99999999999999999999}", "{.real}",
        "{0.real.imag}", "{-1}", "{ 0}", "{0 }", "{0!}", "{0!r:}", "{0!r:>5}", "{0:{1}}{}", "{:{}}", "{0!\u1234}",
        "}{", "{0}}", "{0:}}", "{0]}",
        "{0[0}", "{[}", "{0!s", "{0!s:", "{0:x{", "", "plain", "{}", "{} {}", "{} {} {}", "{1}{0}", "{0!s}{0!a}",
        "\u20ac{}\U0001f600", "{0!}x}",
        "{0:>{1}}", "{0:{1}{1}}", "{:>5}|{:<5}", "{0[a]b}", "{0[-1]}", "{x}", "{x!r:>{y}}", "{x.real}",
    ]
    for template in templates:
        case("method:format", template, 5, 3)
        case("method:format", template, "h\xe9", 7, x=1.5, y=8)
    every("method:format", ["{0[1]}{0[0]}", "{0[a]}", "{0[5]}", "{[1]}"], [("p", "q"), {"a": 1, 1: 2, 0: 3}, "xy"])
    every("method:format_map", ["{a}", "{}", "{0}", "{b}", "{a!r:>5}", "{a[0]}"], [{"a": "z"}, {}])
    case("method:format_map", "{a}", 5)
    case("method:format_map", "{a}")


PERCENT = [
    "%d", "%i", "%u", "%s", "%r", "%a", "%x", "%X", "%o", "%#x", "%#X", "%#o", "%e", "%E", "%f", "%F", "%g", "%G",
    "%c", "%%", "%5d", "%-5d|", "%05d",
    "%+d", "% d", "%.3d", "%5.3d", "%-05d|", "%+05d", "%#08x", "%.5x", "%#.5x", "%.2f", "%.0f", "%#.0f", "%10.3e",
    "%+.2g", "%010.2f", "%.3s", "%10s",
    "%-10s|", "%10.2s", "%5c", "%z", "%", "%5", "%(a", "%(a)", "%(a)s", "%(a)5d", "%(b)s", "%l", "%ld", "%hd", "%Ld",
    "%lld", "%5%", "%\n",
    "%\xe9", "%.", "%.d", "%*d", "%.*f", "%-*d|", "%s %s", "abc", "", "%y", "%#d", "%#s", "%+s", "%05s", "%05c|",
    "%.99999999999d",
    "%99999999999999999999d",
]
VALUES = [5, -5, 2**70, True, 1.5, -2.5, 1e20, float("inf"), float("nan"), "a", "abc", "\u20ac", None, (), (1,), (1,
    2), ("a", "b"), {"a": 7}, {}, [], [1], 1j,
          65, 300, 0x110000, -1, b"x", (7, 3), (2, 1.5), ("x",), (-8, 5)]


def percents():
    every("mod", PERCENT, VALUES, most=700)
    every("mod", [template.encode("latin-1") for template in PERCENT if template.isascii()] + [b"%b", b"%5b|"],
          [5, -5, 1.5, "a", b"abc", b"x", bytearray(b"q"), None, (), (1,), (1, 2), (b"a", b"b"), {b"a": 7}, {"a": 7},
          [], 65, 300, (7, 3)])
    every("mod", [bytearray(b"%d|"), bytearray(b"%s")], [5, b"x"])


# Strings and bytes.

STRINGS = [
    "", "a", "abc", "ABC", "aBc dEf", "hello world", "  padded\t\n", "a,b,,c", "tab\tand\tmore",
    "line1\nline2\r\nline3\rline4\x0bx\x0cy\x1cz\x85w\u2028v",
    "stra\xdfe", "\xc9T\xc9 \xe9t\xe9", "\u0130stanbul \u0131", "\u03a3\u03a3 \u03a3\u03b1\u03a3. \u03a3\u0301\u03a3",
    "\u01c5\u01c6\u01c4", "\ufb01n",
    "\u20ac\u20ac1\u20ac", "\U0001f600x\U0001f601", "\U00010400\U00010428", "123", "\u0661\u0662", "\xb2\xbd",
    "\u2167", "x1_y", "_", "1x", "\u4e2d\u6587", "a\u0300",
    "it's", '"q"', "'\"", "back\\slash", "\x00\x1f\x7f\x80\xa0\xad", "\ud800x\udfff", "\u200b\u2028\u3000",
    "title Case Here", "TITLE case's", "ab" * 40, "\xaa\xba",
    "\u1e9e", "\u0149", "\u1f88\u1f80", "\u00b5\u017f", "a\u2003b\u3000c", "\u0345", "A\u0345\u03a3", "def", "n\u0303",
    "\xb7", "a\xb7",
]
PIECES = ["", "a", "b", "ab", " ", ",", "x", "\u20ac", "\xe9", "\U0001f600", "l", "lo", "line", "abab", "\ud800",
    "\x00"]


def strings():
    for method in ["capitalize", "casefold", "lower", "swapcase", "title", "upper", "isalnum", "isalpha", "isascii",
        "isdecimal", "isdigit",
                   "isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper",
                   "__getnewargs__", "strip",
                   "lstrip", "rstrip", "split", "rsplit", "splitlines", "expandtabs", "encode"]:
        every(f"method:{method}", STRINGS)
    for operation in ["repr", "str", "ascii", "len", "bool", "list"]:
        every(operation, STRINGS)
    for operation in ["lt", "le", "eq", "ne", "gt", "ge"]:
        every(operation, RANDOM.sample(STRINGS, 12), RANDOM.sample(STRINGS, 12) + ["a"])
    for method in ["find", "rfind", "index", "rindex", "count", "startswith", "endswith", "partition", "rpartition",
        "removeprefix",
                   "removesuffix", "split", "rsplit", "strip", "lstrip", "rstrip"]:
        every(f"method:{method}", RANDOM.sample(STRINGS, 22) + ["abababab", "\u20aca\u20aca"], PIECES)
        every(f"method:{method}", ["abc"], [1, None, b"a", (), ("a",), ("x", "ab"), (1,), ["a"]])
    for method in ["find", "rfind", "index", "count", "startswith", "endswith"]:
        every(f"method:{method}", ["abcabc", "\u20acabc\u20ac"], ["abc", "", "c", "\u20ac"], [0, 1, -3, 10, None, -10],
            [0, 4, -1, 100, None])
        case(f"method:{method}", "a")
        case(f"method:{method}", "a", "a", "b")
        case(f"method:{method}", "a", "a", 1, 2, 3)
    every("method:split", ["a,b,,c", "  a b  c  ", "\u20aca\u20ac"], [None, ",", "\u20ac", " "], [-1, 0, 1, 2, 100])
    every("method:rsplit", ["a,b,,c", "  a b  c  ", "\u20aca\u20ac"], [None, ",", "\u20ac", " "], [-1, 0, 1, 2, 100])
    case("method:split", "a b", maxsplit=1)
    case("method:split", "a,b", sep=",", maxsplit=0)
    case("method:split", "a", 1)
    case("method:split", "a", None, "x")
    every("method:replace", ["", "aaa", "abcabc", "\u20aca\u20ac", "stra\xdfe"], ["", "a", "abc", "\u20ac", "\xdf"],
        ["", "x", "aa", "\U0001f600"],
          [-1, 0, 1, 2])
    case("method:replace", "aaa", "a", "b", count=2)
    case("method:replace", "aaa", "a")
    case("method:replace", "aaa", 1, 2)
    case("method:replace", "aaa", "a", 2)
    case("method:replace", "aaa", "a", "b", "c")
    for method in ["center", "ljust", "rjust"]:
        every(f"method:{method}", ["", "a", "ab", "\u20ac"], [-1, 0, 1, 4, 5], ["*", "\U0001f600"])
        every(f"method:{method}", ["a"], ["x", 2**62, 2**70, 1.5, 6])
        every(f"method:{method}", ["a"], [5], ["ab", "", 1])
        case(f"method:{method}", "a")
    every("method:zfill", ["", "1", "-1", "+", "+1", "abc", "\u20ac", "--1"], [-1, 0, 3, 6])
    every("method:zfill", ["1"], ["x", 2**62, 2**70])
    every("method:expandtabs", ["a\tb\tc", "\t\n\tx", "abcdefgh\ti", "\u20ac\t|"], [-1, 0, 1, 3, 8])
    case("method:expandtabs", "a\tb", tabsize=2)
    case("method:expandtabs", "a\tb", 2**40)
    every("method:splitlines", STRINGS[:20], [True])
    case("method:splitlines", "a\nb", keepends=True)
    every("method:join", ["", ",", "\u20ac"], [[], ["a"], ["a", "b"], ("a", "\U0001f600", ""), "xyz", [1], ["a", 1], 5,
        [b"a"]])
    for operation in ["add"]:
        every(operation, RANDOM.sample(STRINGS, 8), RANDOM.sample(STRINGS, 8))
        every(operation, ["a"], [1, b"a", None])
    every("mul", ["", "a", "\u20acb", "\U0001f600"], [-1, 0, 1, 3, 40, 2**62, 2**70, 1.5, "a", True])
    every("mul", [3, True], ["ab"])
    every("contains", RANDOM.sample(STRINGS, 12), PIECES)
    every("contains", ["a"], [1, None, b"a"])
    every("getitem", ["abc", "\u20acb", "\U0001f600z"], [0, 1, -1, -2, 5, -5, 2**70, "a", 1.5, None, True])
    every("method:encode", STRINGS, ["ascii", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be",
        "UTF8", "utf_8", "x-y"])
    every("method:encode", STRINGS, ["ascii", "latin-1", "utf-8"],
          ["ignore", "replace", "backslashreplace", "xmlcharrefreplace", "surrogateescape", "surrogatepass",
          "nonsense"])
    case("method:encode", "\xe9", errors="replace", encoding="ascii")
    case("method:encode", "a", 1)
    case("method:encode", "a", "utf-8", 1)
    every("method:translate", ["abc", "\u20acab", ""], [{97: "x", 98: None}, {97: 0x20ac, 0x20ac: 97}, {97: 0x110000},
        {97: 1.5}, {97: -1}, {}, ["q"] * 98, "xyz" * 40, 1])
    every("method:maketrans", [str], [{"a": 1, 98: None}, {"ab": 1}, {1.5: 1}, 1, "a"])
    every("method:maketrans", [str], ["ab", 1], ["xy", "x", 1])
    every("method:maketrans", [str], ["ab"], ["xy"], ["c\u20ac", "", 1])
    every("call", [str], [1, 1.5, "a", None, b"a", [1, "a"], (1,), True])
    every("call", [str], [b"a\xc3\xa9", bytearray(b"x"), b"\xff", "a", 1], ["utf-8", "ascii", "nope", 1])
    every("call", [str], [b"a\xff"], ["utf-8", "ascii"], ["strict", "replace", "ignore", 1])
    case("call", str)
    case("call", str, object=5)
    case("call", str, b"a", encoding="ascii")
    case("call", str, errors="x")
    case("call", str, b"a", errors="x")
    case("call", str, x=1)
    case("call", str, 1, 2, 3, 4)
    every("method:upper", ["a"], [1])
    every("method:isidentifier", ["a"], [1])
    every("getitem", ["abcdef", "\u20acbcde", ""],
          [slice(None), slice(1, 3), slice(None, None, -1), slice(-3, None), slice(5, 1, -2), slice(0, 100, 2),
          slice(None, None, 0),
           slice(None, None, 2**70), slice("a", None), slice(3, 1)])
    for length in range(0, 40):
        for _ in range(3 if KEEP_ALL else 1):
            hay = "".join(RANDOM.choices("ab\u0101\u0201", k=length * 3))
            needle = "".join(RANDOM.choices("ab\u0101\u0201", k=RANDOM.randint(1, 4)))
            for method in ["find", "rfind", "count", "split", "rsplit"]:
                case(f"method:{method}", hay, needle)
            case("method:replace", hay, needle, "\U0001f600")


BYTES = [b"", b"a", b"abc", b"aBc dEf", b"  pad \t\n\x0b", b"a,b,,c", b"x\ty", b"l1\nl2\r\nl3\r\x0bl4\x85",
    b"\x00\x7f\x80\xff", b"it's", b'"', b"'\"", b"\\",
         b"123", b"Title Case", b"\xc3\xa9", b"\xe2\x82", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xff\xfea\x00"]
BYTE_PIECES = [b"", b"a", b"b", b",", b" ", b"l", b"ab", bytearray(b"c"), 97, 300, -1, "a", None, 1.5]


def bytestrings():
    for method in ["capitalize", "lower", "swapcase", "title", "upper", "isalnum", "isalpha", "isascii", "isdigit",
        "islower", "isspace",
                   "istitle", "isupper", "strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "expandtabs",
                   "hex", "decode"]:
        every(f"method:{method}", BYTES)
        every(f"method:{method}", [bytearray(data) for data in BYTES[:8]])
    every("method:__getnewargs__", BYTES[:3])
    every("method:__bytes__", BYTES[:3])
    for operation in ["repr", "str", "len", "bool", "list"]:
        every(operation, BYTES + [bytearray(data) for data in BYTES])
    for operation in ["lt", "le", "eq", "ne", "gt", "ge"]:
        every(operation, BYTES[:6] + [bytearray(b"abc")], BYTES[:6] + [bytearray(b"abc"), "a", 1])
    for method in ["find", "rfind", "index", "rindex", "count", "startswith", "endswith", "partition", "rpartition",
        "removeprefix",
                   "removesuffix", "split", "rsplit", "strip", "lstrip", "rstrip"]:
        every(f"method:{method}", [b"abcab", b"", b"a,b,,c"], BYTE_PIECES)
        every(f"method:{method}", [bytearray(b"abcab")], BYTE_PIECES)
    every("method:startswith", [b"abc"], [(b"x", b"a"), ("a",), (), [b"a"]])
    for method in ["find", "rfind", "count", "startswith", "endswith"]:
        every(f"method:{method}", [b"abcabc"], [b"abc", b"", b"c"], [0, 1, -3, 10, None], [0, 4, -1, 100, None])
    every("method:split", [b"a,b,,c", b"  a b  c  "], [None, b","], [-1, 0, 1, 2])
    every("method:rsplit", [b"a,b,,c", b"  a b  c  "], [None, b","], [-1, 0, 1, 2])
    every("method:replace", [b"", b"aaa", bytearray(b"abcabc")], [b"", b"a", b"abc"], [b"", b"x", b"aa"], [-1, 0, 1, 2])
    case("method:replace", b"a", "a", b"b")
    case("method:replace", b"a", b"a")
    for method in ["center", "ljust", "rjust"]:
        every(f"method:{method}", [b"", b"ab", bytearray(b"c")], [-1, 0, 4, 5], [b"*", b"ab", "x", bytearray(b"-")])
        every(f"method:{method}", [b"ab"], [5, "x", 2**62])
    every("method:zfill", [b"", b"1", b"-1", bytearray(b"+")], [-1, 0, 4])
    every("method:expandtabs", [b"a\tb\tc", bytearray(b"\t\n\tx")], [-1, 0, 3])
    every("method:splitlines", BYTES[:9], [True])
    every("method:join", [b"", b",", bytearray(b"-")], [[], [b"a"], [b"a", bytearray(b"b")], ["a"], [1], 5, (b"x",
        b"y")])
    every("add", [b"a", bytearray(b"a")], [b"b", bytearray(b"c"), "a", 1])
    every("mul", [b"ab", bytearray(b"ab")], [-1, 0, 1, 3, 2**62, 2**70, "a", 1.5])
    every("contains", [b"abc", bytearray(b"abc")], [97, b"bc", 300, -1, "a", None, bytearray(b"a"), b""])
    every("getitem", [b"abc", bytearray(b"abc")], [0, -1, 5, 2**70, "a", 1.5, True])
    every("getitem", [b"abcdef", bytearray(b"abcdef")], [slice(None), slice(1, 3), slice(None, None, -1), slice(5, 1,
        -2), slice(None, None, 0)])
    every("method:hex", [b"abcde", b"", b"a"], [":", b"-", "ab", "\xe9", 1], [1, 2, -2, 0, 100])
    case("method:hex", b"abcd", sep="-", bytes_per_sep=2)
    every("method:fromhex", [bytes, bytearray], ["ab cd", "0", "0g", "0 a", "", " 00 ", "\xe9", 1, b"ab", "ABCD", "zz"])
    every("method:decode", BYTES, ["utf-8", "ascii", "latin-1", "utf-16", "utf-16-le", "utf-32", "x"])
    every("method:decode", BYTES, ["utf-8", "ascii"], ["ignore", "replace", "backslashreplace", "surrogateescape",
        "surrogatepass", "y"])
    every("method:translate", [b"abc", bytearray(b"abc")], [None, bytes(range(1, 256)) + b"\0", b"x", "x"])
    case("method:translate", b"abc", None, b"b")
    case("method:translate", b"abc", None, delete=b"b")
    every("method:maketrans", [bytes], [b"ab"], [b"xy", b"x", "a"])
    for kind in [bytes, bytearray]:
        every("call", [kind], [0, 5, -1, 2**62, 2**70, b"a", bytearray(b"b"), [1, 2], (255,), [256], [-1], ["a"], "a",
            1.5, None, True])
        every("call", [kind], ["a\xe9", 1, b"a"], ["ascii", "utf-8", "no", 1])
        case("call", kind, "\xe9", "ascii", "replace")
        case("call", kind)
        case("call", kind, source=3)
        case("call", kind, encoding="a")
        case("call", kind, errors="a")
        case("call", kind, x=1)
        case("call", kind, 1, 2, 3, 4)
    for method, choices in {
        "append": [97, 256, -1, "a"], "extend": [b"xy", [1, 2], [300], ["a"], "a", 5, bytearray(b"q"), (7,)],
        "pop": [0, -1, 5, -5, "a"], "remove": [97, 5, 300, "a"], "resize": [0, 1, 6, -1, "a"],
        "__iadd__": [b"x", bytearray(b"y"), "a", 5], "__imul__": [0, 1, 2, -1, "a"],
    }.items():
        for choice in choices:
            case(f"change:{method}", bytearray(b"abc"), choice)
    for method in ["clear", "reverse", "copy", "pop", "__alloc__", "__sizeof__"]:
        case(f"change:{method}", bytearray(b"abc"))
        case(f"change:{method}", bytearray())
    for index in [0, 1, -1, 100, -100]:
        case("change:insert", bytearray(b"abc"), index, 120)
    case("change:insert", bytearray(b"abc"), "a", 1)
    for key, value in [(0, 120), (-1, 120), (5, 1), (0, 300), (0, "a"), ("a", 1), (slice(0, 1), b"xyz"), (slice(0, 3,
        2), b"xy"), (slice(0, 3, 2), b"x"),
                       (slice(1, 1), [1, 2]), (slice(0, 2), "a"), (slice(0, 2), 5), (slice(None), b""), (slice(2, 0,
                       -1), b"pq"), (slice(3, 1), b"z")]:
        case("change:__setitem__", bytearray(b"abc"), key, value)
    for key in [0, -1, 5, "a", slice(0, 2), slice(0, 3, 2), slice(None, None, -1), slice(2, 0, -1)]:
        case("change:__delitem__", bytearray(b"abc"), key)
    case("method:__reduce__", bytearray(b"a\xff"))
    case("hash", bytearray())


def main(arguments):
    check = "--check" in arguments
    (path,) = [argument for argument in arguments if not argument.startswith("--")]
    for part in [numbers, conversions, formats, percents, strings, bytestrings]:
        part()
    lines, seen = [], set()
    for item in CASES:
        line = json.dumps(item, separators=(",", ":"), ensure_ascii=True)
        if line not in seen and len(line) < 12000:
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
