"""Compiles files with this interpreter and writes what it makes of them, for a test to compare with.

    python reference.py ROOT < NAMES > FRAMES

A name is a path below ROOT, and what the code object has as its file name. A frame is a sequence of fields, each
with its length before it in four bytes: the name, "code" or an exception's name, and

- for a code object: what `marshal` writes, what `dis` prints, and positions and lines of every code object in it,
  each before those within it, as 32-bit integers, -1 for None;
- for an exception: its message and line, column, end line and end column, one a line.

What depends on the process is left out of the listing: addresses, and the order of frozensets, whose elements are
in the order in which `marshal` writes them.
"""

import array
import dis
import io
import marshal
import re
import sys
import types
import warnings


def stable_repr(value):
    if isinstance(value, types.CodeType):
        return re.sub(r" at 0x[0-9a-f]+, file ", ", file ", repr(value), count=1)
    if type(value) is tuple:
        inner = ", ".join(map(stable_repr, value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if type(value) is frozenset and value:
        inner = ", ".join(stable_repr(part) for part in sorted(value, key=marshal.dumps))
        return f"frozenset({{{inner}}})"
    return repr(value)


def listing(code):
    out = io.StringIO()
    dis.dis(code, file=out)
    heading = r"^(Disassembly of <code object .*) at 0x[0-9a-f]+, file "
    return re.sub(heading, r"\1, file ", out.getvalue(), flags=re.MULTILINE)


def walk(code):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from walk(constant)


def numbers(values):
    return array.array("i", [-1 if value is None else value for value in values])


def places(code):
    out = array.array("i")
    for inner in walk(code):
        positions = numbers(value for position in inner.co_positions() for value in position)
        lines = numbers(value for line in inner.co_lines() for value in line)
        out += numbers([len(positions), len(lines)]) + positions + lines
    return out.tobytes()


def describe(root, name):
    with open(f"{root}/{name}", "rb") as file:
        source = file.read()
    try:
        code = compile(source, name, "exec", dont_inherit=True)
    except SyntaxError as error:
        places_of_error = [error.lineno, error.offset, error.end_lineno, error.end_offset]
        return [type(error).__name__.encode(), "\n".join(map(str, [error.msg, *places_of_error])).encode()]
    data = marshal.dumps(code)
    return [b"code", data, listing(code).encode("utf-8", "replace"), places(code)]


dis.repr = stable_repr


def main():
    warnings.simplefilter("ignore")
    root = sys.argv[1]
    out = sys.stdout.buffer
    for name in sys.stdin.read().splitlines():
        fields = [name.encode(), *describe(root, name)]
        out.write(len(fields).to_bytes(4, "little"))
        for field in fields:
            out.write(len(field).to_bytes(4, "little"))
            out.write(field)
        out.flush()


if __name__ == "__main__":
    main()
