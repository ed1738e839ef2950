# args: <scratch>
"""Text files: lines, positions, encodings, ends of lines."""

import io
import sys

path = sys.argv[1] + "/text"

with open(path, "w") as file:
    for i in range(2000):
        file.write(f"line {i} é{'x' * (i % 7)}\n")
print(file.closed, file.name == path)

# Positions.
with open(path) as file:
    print(repr(file.readline()), file.tell(), repr(file.read(5)), file.tell())
    here = file.tell()
    rest = file.readline()
    file.seek(here)
    print(rest == file.readline())
    positions = []
    while True:
        positions.append(file.tell())
        if not file.readline():
            break
    print(len(positions), positions[:5], positions[-3:], sum(positions))
    file.seek(positions[1000])
    print(file.readline(), end="")
with open(path) as file:
    print(sum(1 for line in file), file.tell())
with open(path) as file:
    for i, line in enumerate(file):
        if i == 3:
            break
    try:
        file.tell()
    except OSError as error:
        print(error)
    print(repr(file.readline()), repr(file.readline(4)), len(file.readlines(100)))

# Reading and writing in turn.
with open(path, "r+") as file:
    file.write("LINE")
    file.seek(0)
    print(repr(file.readline()))
    file.seek(0, io.SEEK_END)
    file.write("end\n")
    file.seek(0)
    print(file.readlines()[-1], file.truncate(10), file.seek(0), repr(file.read()))
with open(path, "a+") as file:
    print(file.tell(), file.write("more"), file.seek(0), repr(file.read()))

# Encodings.
for encoding in "utf-8", "ascii", "latin-1", "utf-16", "utf-16-le", "utf-32", "utf_8", "UTF8", "ISO-8859-1", "no such":
    try:
        with open(path, "w", encoding=encoding) as file:
            file.write("aé\n")
            file.write("b")
            print(encoding, file.encoding)
        print(open(path, "rb").read(), repr(open(path, encoding=encoding).read()))
        with open(path, "a", encoding=encoding) as file:
            file.write("q")
        print(open(path, "rb").read())
    except (LookupError, UnicodeError) as error:
        print(encoding, type(error).__name__, error)
with open(path, "wb") as file:
    file.write(b"ok\xff\xfe\n\xe9x\n")
for errors in "strict", "ignore", "replace", "backslashreplace", "surrogateescape", "no such":
    for encoding in "utf-8", "ascii":
        try:
            print(errors, encoding, ascii(open(path, encoding=encoding, errors=errors).readlines()))
        except (LookupError, UnicodeError) as error:
            print(errors, encoding, type(error).__name__, error)
for errors in "strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "surrogateescape":
    try:
        with open(path, "w", encoding="ascii", errors=errors) as file:
            file.write("aé\udc80b")
        print(errors, open(path, "rb").read())
    except UnicodeError as error:
        print(errors, type(error).__name__, error)

# Ends of lines, some of them where one piece of the file ends and the next begins.
with open(path, "w") as file:
    file.write("x" * 9000 + "\r\n" + "é" * 9000 + "\r" + "z\n")
for newline in None, "", "\n", "\r", "\r\n":
    with open(path, newline=newline) as file:
        print(repr(newline), [len(line) for line in file], file.newlines)
with open(path, "wb") as file:
    file.write(b"a" * 8191 + b"\r\n" + b"b" * 8190 + b"\xc3\xa9\n")
for newline in None, "", "\r\n":
    with open(path, newline=newline) as file:
        print(repr(newline), [(len(line), line[-3:]) for line in file], file.newlines)
    with open(path, newline=newline) as file:
        print(len(file.readline()), file.tell(), file.read(1), file.tell())
        print(len(file.read(8189)), file.tell(), file.read(1), file.tell())
for newline in None, "", "\n", "\r", "\r\n":
    with open(path, "w", newline=newline) as file:
        print("one\ntwo", file=file)
    print(repr(newline), open(path, "rb").read())


# Paths.
class Path:
    def __fspath__(self):
        return path


print(open(Path()).name == path, open(path.encode()).name == path.encode())
for name in path + "/x", sys.argv[1], sys.argv[1] + "/missing", sys.argv[1] + "/missing/x":
    for mode in "r", "w":
        try:
            open(name, mode).close()
            print("opened", mode)
        except OSError as error:
            print(type(error).__name__, error.errno, error.strerror, error.filename == name, error)

# Streams.
with open(path, "w") as file:
    print("to a file", 1, 2, sep="|", file=file)
    print("at once", file=file, flush=True)
    print(repr(open(path).read()))
for bad in 5, open(path):
    try:
        print("x", file=bad)
    except (AttributeError, io.UnsupportedOperation) as error:
        print(repr(error), isinstance(error, OSError), isinstance(error, ValueError))
print(sys.stdin, sys.stdout, sys.stderr, sys.stdout.buffer, sys.stdin.buffer.raw)
print(sys.stdin.mode, vars(sys.stdin), sys.stdin.newlines, sys.stdout.encoding, sys.stderr.errors)
sys.stdout.write("no end")
sys.stdout.writelines([" of", " line\n"])
sys.stdout.flush()
sys.stdout.buffer.write(b"bytes\n")
sys.stdout.buffer.flush()
print(sys.stdout.fileno(), repr(sys.stdin.read()), repr(sys.stdin.readline()), list(sys.stdin))
print(open(1, "w", closefd=False).name)

# A file that nobody refers to any more is closed, also in a cycle.
open(path, "w").write("forgotten")
print(open(path).read())


class Logger:
    def __init__(self):
        self.file = open(path, "w")
        self.itself = self

    def __del__(self):
        self.file.write("and more")


Logger().file.write("in a cycle, ")
pending = open(path + "2", "w")
pending.write("pending")
other = open(path + "2")
print(repr(other.read()))
pending.flush()
print(repr(other.read()))
