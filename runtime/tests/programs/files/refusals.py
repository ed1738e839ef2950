# args: <scratch>
"""What files refuse, and what they say then."""

import io
import sys

path = sys.argv[1] + "/file"


def tell(expression, **names):
    """Shows what an expression comes to, or what it raises."""
    try:
        print(expression, "->", repr(eval(expression, globals(), names)))
    except Exception as error:
        print(expression, "=>", type(error).__module__, type(error).__name__, error)


# open
for expression in [
    'open(1.5)',
    'open([])',
    'open(-1)',
    "open('a\\0b')",
    "open('')",
    'open(99)',
    "open(path,'rw')",
    "open(path, '')",
    "open(path, 'rt+b')",
    "open(path,'rb',encoding='utf-8')",
    "open(path,'rb',errors='x')",
    "open(path,'rb',newline='')",
    "open(path,'w',0)",
    "open(path,newline='x')",
    'open(path,closefd=False)',
    "open(path, 'w', encoding='foo')",
    "open(path,'w',errors='foo')",
    'open(path, mode=5)',
    'open()',
    'open(path, foo=1)',
    "open(path,'x')",
    "open(path,'wb',buffering=1)",
    "open(path,'rr')",
    "open(path, 'U')",
    "open(path, buffering='a')",
    'open(path, encoding=5)',
    "open(path,'b')",
    "open(path, 'w', newline=5)",
]:
    tell(expression)

file = open(path, "w")
print(file, file.encoding, file.errors, file.newlines, file.buffer, file.buffer.raw, file.mode)
print(file.buffer.mode, file.buffer.raw.mode, file.line_buffering, file.write_through, file._CHUNK_SIZE)
# A text file that is written to.
for expression in [
    'f.read()',
    'f.readline()',
    'next(f)',
    'f.write(5)',
    "f.write(b'a')",
    'f.write()',
    'f.seek(1,1)',
    'f.seek(1,2)',
    'f.seek(-1)',
    'f.seek(0,5)',
    "f.seek('a')",
    'f.tell()',
    'f.truncate(-1)',
    'f.truncate()',
    'f.writelines([1])',
    'f.foo',
    'f.read(1.5)',
    'f.readlines()',
    'f.name',
    'f.seekable(), f.readable(), f.writable()',
    "f.write('héllo\\r\\nx\\n')",
    'f.tell()',
    'vars(f)',
    'f.detach()',
    "f.write('a')",
    'repr(f)',
    'f.closed',
    'f.close()',
]:
    tell(expression, f=file)

# A closed text file.
file = open(path, "w")
file.close()
file.close()
for expression in [
    'f.read()',
    "f.write('')",
    'f.readline()',
    'next(f)',
    'f.flush()',
    'f.tell()',
    'f.seek(0)',
    'f.truncate()',
    'f.fileno()',
    'f.isatty()',
    'f.readable()',
    'f.__enter__()',
    'iter(f)',
    'repr(f)',
    'f.closed',
    'f.writelines([])',
    'f.readlines()',
    'f.seekable()',
    'f.encoding',
    'f.name',
    'f.detach()',
]:
    tell(expression, f=file)

# A closed binary file.
file = open(path, "wb")
file.close()
for expression in [
    'f.read()',
    "f.write(b'')",
    'f.readline()',
    'next(f)',
    'f.flush()',
    'f.tell()',
    'f.seek(0)',
    'f.truncate()',
    'f.fileno()',
    'f.isatty()',
    'f.readable()',
    'f.__enter__()',
    'iter(f)',
    'repr(f)',
    'f.peek()',
    'f.raw.read()',
    "f.raw.write(b'')",
    'f.raw',
    'f.raw.tell()',
    'f.raw.seekable()',
    'f.raw.__enter__()',
    'f.raw.fileno()',
]:
    tell(expression, f=file)

# A binary file that is read from.
file = open(path, "rb")
for expression in [
    "f.write(b'a')",
    "f.writelines([b'x'])",
    'f.truncate()',
    "f.read('a')",
    'f.read(-2)',
    'f.read(-1)',
    "f.readinto(b'a')",
    'f.readinto(5)',
    'f.seek(-1)',
    'f.seek(0, 9)',
    'f.peek()',
    'f.name',
    'f.mode',
    'f.raw.mode',
    'vars(f)',
    "f.readline('a')",
    'f.raw.read()',
    "f.raw.write(b'a')",
    'f.raw',
    'f.closefd',
    'f.raw.closefd',
    'f.seekable()',
    'f.raw.readall()',
    'f.read1()',
    'f.detach()',
    'f.read()',
    'repr(f)',
]:
    tell(expression, f=file)

# A binary file that is written to.
file = open(path, "wb")
for expression in [
    'f.read()',
    'f.readline()',
    'f.readlines()',
    'next(f)',
    'f.peek()',
    "f.write('a')",
    'f.write(5)',
    "f.write(b'abc')",
    'f.tell()',
    "f.write(bytearray(b'x'))",
    "f.write(memoryview(b'yz'))",
    'f.seek(1)',
    'f.truncate()',
    'f.truncate(10)',
    'f.readinto(bytearray(2))',
    'f.fileno() > 2',
    'f.isatty()',
]:
    tell(expression, f=file)

file.close()
