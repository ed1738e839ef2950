"""Compiles sources that are wrong and writes what is raised, for a test to compare with.

    python syntax_errors.py < SOURCES > FRAMES

Sources are sequences of a length in four bytes and that many bytes. A frame is the exception's name, message, line,
column, end line and end column, a line each, and the exception as it is printed, each with its length before it in four bytes. The sources
are files, one after another, for some exceptions get their text from there.
"""

import os
import sys
import tempfile
import traceback
import warnings


def raised(source):
    with open("bad.py", "wb") as file:
        file.write(source)
    try:
        compile(source, "bad.py", "exec", dont_inherit=True)
    except (SyntaxError, RecursionError, MemoryError) as error:
        places = [getattr(error, name, None) for name in ("lineno", "offset", "end_lineno", "end_offset")]
        message = error.msg if isinstance(error, SyntaxError) else str(error)
        fields = [type(error).__name__, message, *places]
        return "\n".join(map(str, fields)), "".join(traceback.format_exception_only(error)).rstrip("\n")
    return "nothing", ""


def main():
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        while size := sys.stdin.buffer.read(4):
            source = sys.stdin.buffer.read(int.from_bytes(size, "little"))
            for text in raised(source):
                data = text.encode("utf-8", "backslashreplace")
                sys.stdout.buffer.write(len(data).to_bytes(4, "little") + data)
        os.chdir("/")


main()
