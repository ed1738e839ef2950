"""Files in memory, and classes of files that a program defines."""

import io
import sys


def tell(expression, **names):
    """Shows what an expression comes to, or what it raises."""
    try:
        print(expression, "->", repr(eval(expression, globals(), names)))
    except Exception as error:
        print(expression, "=>", type(error).__module__, type(error).__name__, error)


# Text.
text = io.StringIO("abc\ndef")
for expression in [
    's.read(2)',
    's.readline()',
    's.tell()',
    's.seek(0)',
    's.seek(1,1)',
    's.seek(-1)',
    's.seek(0,2)',
    "s.write('x')",
    's.getvalue()',
    's.write(5)',
    's.seek(20)',
    "s.write('q')",
    's.getvalue()',
    's.truncate(3)',
    's.getvalue()',
    's.truncate(-1)',
    's.truncate()',
    's.fileno()',
    's.isatty()',
    's.readable()',
    's.seekable()',
    's.encoding',
    's.errors',
    's.newlines',
    's.line_buffering',
    's.closed',
    'repr(s)[:15]',
    's.detach()',
    's.name',
    's.seek(0)',
    'list(s)',
    's.close()',
    's.read()',
    's.getvalue()',
    "s.write('')",
    's.readable()',
    'io.StringIO(5)',
    "io.StringIO(b'a')",
    "io.StringIO('a\\r\\nb\\rc', newline=None).read()",
    "io.StringIO('a\\r\\nb\\rc', newline='').readlines()",
    "io.StringIO('a\\r\\nb\\rc').readlines()",
    "io.StringIO('a\\nb', newline='\\r\\n').getvalue()",
    "io.StringIO(newline='x')",
    'io.StringIO(None).read()',
    "io.StringIO(initial_value='x').read()",
    'io.StringIO(1,2,3)',
    "s.truncate('a')",
]:
    tell(expression, s=text)

# Bytes.
data = io.BytesIO(b"abc\ndef")
for expression in [
    'b.read(2)',
    'b.readline()',
    'b.tell()',
    'b.seek(0)',
    'b.seek(1,1)',
    'b.seek(-1)',
    'b.seek(-2,2)',
    "b.write(b'x')",
    'b.getvalue()',
    "b.write('a')",
    'b.write(5)',
    'b.seek(20)',
    "b.write(b'q')",
    'b.getvalue()',
    'b.truncate(3)',
    'b.getvalue()',
    'b.truncate(-1)',
    'b.truncate()',
    'b.fileno()',
    'b.isatty()',
    'b.readable()',
    'b.getbuffer()[0]',
    'bytes(b.getbuffer())',
    'b.read1(1)',
    'b.seek(0)',
    'b.readinto(bytearray(2))',
    'b.readlines()',
    'b.detach()',
    'b.name',
    'b.mode',
    'b.seek(0, 7)',
    'list(b)',
    'b.close()',
    'b.read()',
    'b.getvalue()',
    "b.write(b'')",
    'b.getbuffer()',
    "io.BytesIO('a')",
    'io.BytesIO(5)',
    'io.BytesIO(None).read()',
    "io.BytesIO(initial_bytes=b'x').read()",
    'repr(io.BytesIO())[:13]',
    'io.BytesIO().raw',
]:
    tell(expression, b=data)

# Types.
for ty in io.FileIO, io.BufferedReader, io.TextIOWrapper, io.StringIO, io.BytesIO, io.UnsupportedOperation:
    print([base.__name__ for base in ty.__mro__])
print(io.DEFAULT_BUFFER_SIZE, io.SEEK_SET, io.SEEK_CUR, io.SEEK_END, io.open is open, io.BlockingIOError)
print(isinstance(sys.stdout, io.TextIOBase), issubclass(io.FileIO, io.RawIOBase), issubclass(io.BytesIO, io.IOBase))


class Shouting(io.StringIO):
    def write(self, text):
        return super().write(text.upper())


class Marked(io.TextIOBase):
    """All that print needs is a method."""

    def write(self, text):
        sys.stdout.write("<" + text + ">")
        return len(text)


class Drops(io.RawIOBase):
    """Gives four bytes at a time."""

    def __init__(self, data):
        self.data = data

    def readable(self):
        return True

    def readinto(self, place):
        count = min(len(place), len(self.data), 4)
        place[:count] = self.data[:count]
        self.data = self.data[count:]
        return count


class Kept(io.RawIOBase):
    """Keeps what is written, three bytes at a time."""

    def __init__(self):
        self.pieces = []

    def writable(self):
        return True

    def write(self, data):
        self.pieces.append(bytes(data[:3]))
        return len(self.pieces[-1])


shouting = Shouting()
print("hi", "there", sep="; ", file=shouting)
print(repr(shouting.getvalue()), shouting.tell())
marked = Marked()
print("hey", file=marked)
print()
print(marked.closed, marked.writable(), marked.readable(), marked.seekable(), marked.encoding)
# What a class does not define.
for expression in [
    'y.read()',
    'y.fileno()',
    'y.seek(0)',
    'y.tell()',
    'y.readline()',
    'y.truncate()',
    'y.close()',
    'y.closed',
    "y.write('a')",
    'y.flush()',
    "y.writelines(['a'])",
]:
    tell(expression, y=marked)

LINES = b"line1\nline2\nend"
print(Drops(LINES).read(3), Drops(LINES).readall(), Drops(LINES).readline(), list(Drops(LINES)))
print(io.BufferedReader(Drops(LINES)).read(), io.TextIOWrapper(io.BufferedReader(Drops(LINES))).readlines())
kept = Kept()
writer = io.TextIOWrapper(io.BufferedWriter(kept), encoding="utf-8")
print("twelve bytes", file=writer, end="", flush=True)
print(kept.pieces)
try:
    io.BufferedReader(kept)
except OSError as error:
    print(repr(error))
try:
    io.BufferedWriter(Drops(LINES))
except OSError as error:
    print(repr(error))

# A text file over one in memory.
wrapped = io.TextIOWrapper(io.BytesIO(), encoding="utf-16")
wrapped.write("ab\n")
wrapped.write("c")
wrapped.flush()
print(wrapped.buffer.getvalue(), wrapped)
for newline in [None, "", "\n", "\r", "\r\n"]:
    lines = io.TextIOWrapper(io.BytesIO(b"a\r\nb\rc\nd"), newline=newline, encoding="ascii")
    print(repr(newline), lines.readlines(), lines.newlines)
    data = io.BytesIO()
    written = io.TextIOWrapper(data, newline=newline, encoding="utf-8")
    written.write("a\nb\r\n")
    written.flush()
    print(data.getvalue())

with io.StringIO() as text:
    sys.stdout, before = text, sys.stdout
    print("captured")
    sys.stdout = before
    print(repr(text.getvalue()))
print(text.closed)
text = io.StringIO("three\nlines\nhere")
text.note = "files have attributes"
print([line.rstrip() for line in text], text.note, text.read(), text.seek(6), text.readline(3), text.readlines(2))
