"""Writes what `str` knows of each code point, by asking the interpreter that runs this script.

    python3.14 unicode_tables.py [--check] OUTPUT

Every fact comes from calling methods of `str`, so that the tables have the Unicode version of that interpreter.
`--check` compares instead of writing, and exits with 1 if the file differs.
"""

import sys
import unicodedata

SHIFT = 7
LIMIT = 0x110000

FLAGS = [
    "ALPHA", "DECIMAL", "DIGIT", "NUMERIC", "SPACE", "PRINTABLE", "LOWER", "UPPER", "TITLE", "CASED", "CASE_IGNORABLE",
    "XID_START", "XID_CONTINUE", "EXTENDED_CASE", "WIDE",
]


def flags_of(char, is_extended):
    sigma_then = ("A\u03a3" + char + "A").lower()[1]
    # U+0130 lowers to two characters; what matters is the sigma, which stands second in either case.
    ignorable = sigma_then == "\u03c3" and ("A\u03a3" + char).lower()[1] == "\u03c2"
    answers = {
        "ALPHA": char.isalpha(),
        "DECIMAL": char.isdecimal(),
        "DIGIT": char.isdigit(),
        "NUMERIC": char.isnumeric(),
        "SPACE": char.isspace(),
        "PRINTABLE": char.isprintable(),
        "LOWER": char.islower(),
        "UPPER": char.isupper(),
        "TITLE": char.istitle() and not char.isupper(),
        "CASED": (char + "A").title()[-1] == "a",
        "CASE_IGNORABLE": ignorable,
        "XID_START": char.isidentifier(),
        "XID_CONTINUE": ("a" + char).isidentifier(),
        "EXTENDED_CASE": is_extended,
        "WIDE": unicodedata.east_asian_width(char) in "WF",
    }
    return sum(1 << bit for bit, name in enumerate(FLAGS) if answers[name])


def records():
    """The distinct records, the record number of each code point, and the mappings to several code points."""
    found, numbers, extended = {}, [], []
    for code in range(LIMIT):
        char = chr(code)
        digit = unicodedata.digit(char, 0)
        # A capital sigma alone lowers to the final form only after a letter, so that asking for it alone is right.
        mappings = [char.lower(), char.upper(), char.title(), char.casefold()]
        single = all(len(mapping) == 1 for mapping in mappings[:3]) and mappings[3] == mappings[0]
        if single:
            deltas = tuple(ord(mapping) - code for mapping in mappings[:3])
            record = (flags_of(char, False), digit, deltas)
        else:
            record = (flags_of(char, True), digit, (len(extended), 0, 0))
            extended.append(mappings)
        numbers.append(found.setdefault(record, len(found)))
    return list(found), numbers, extended


def rows(items, per_row):
    for start in range(0, len(items), per_row):
        yield "    " + ", ".join(str(item) for item in items[start:start + per_row]) + ","


def text():
    table, numbers, extended = records()
    blocks, first = {}, []
    for start in range(0, LIMIT, 1 << SHIFT):
        block = tuple(numbers[start:start + (1 << SHIFT)])
        first.append(blocks.setdefault(block, len(blocks)))
    out = [
        "// Written by runtime/tests/oracle/unicode_tables.py. Do not edit.",
        "",
        f"// Unicode {unicodedata.unidata_version}",
        f"/// How many low bits of a code point are the place within a block.\npub(super) const SHIFT: u32 = {SHIFT};",
        "",
    ]
    for bit, name in enumerate(FLAGS):
        out.append(f"pub(super) const {name}: u16 = 1 << {bit};")
    out += ["", f"pub(super) static RECORDS: [Record; {len(table)}] = ["]
    for flags, digit, deltas in table:
        cases = ", ".join(f"{name}: {delta}" for name, delta in zip(("lower", "upper", "title"), deltas))
        out.append(f"    Record {{ flags: {flags:#x}, digit: {digit}, {cases} }},")
    out += ["];", "", f"pub(super) static BLOCK_OF: [u16; {len(first)}] = ["]
    out += rows(first, 24)
    flat = [number for block in blocks for number in block]
    assert len(table) < 1 << 16 and len(blocks) < 1 << 16
    out += ["];", "", f"pub(super) static RECORD_OF: [u16; {len(flat)}] = ["]
    out += rows(flat, 24)
    out += ["];", "",
            "/// Lower, upper, title and folded, where those are several code points or folding is not lowering.",
            f"pub(super) static EXTENDED: [[&[u32]; 4]; {len(extended)}] = ["]
    for mappings in extended:
        cells = ", ".join("&[" + ", ".join(hex(ord(char)) for char in mapping) + "]" for mapping in mappings)
        out.append(f"    [{cells}],")
    out += ["];", ""]
    return "\n".join(out)


def main(arguments):
    check = "--check" in arguments
    (path,) = [argument for argument in arguments if argument != "--check"]
    new = text()
    if check:
        with open(path, encoding="ascii") as file:
            if file.read() != new:
                sys.exit(f"{path} differs from what this interpreter answers; write it anew without --check")
    else:
        with open(path, "w", encoding="ascii") as file:
            file.write(new)


main(sys.argv[1:])
