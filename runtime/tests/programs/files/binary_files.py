# args: <scratch>
"""Binary files: with and without a buffer, reading and writing in turn."""

import io
import sys

path = sys.argv[1] + "/binary"

with open(path, "wb") as file:
    print(file.write(bytes(range(256)) * 4), file.tell())
    print(file.write(memoryview(b"view")), file.write(bytearray(b"x\n")))
    file.writelines([b"some\n", b"lines"])
    print(file.tell(), file.seekable(), file.readable(), file.writable(), file.mode)

with open(path, "rb") as file:
    print(file.read(3), file.tell(), file.seek(-5, 2), file.read(), file.read(), file.seek(0))
    print(file.readline(), file.peek()[:4], file.read1(4), file.tell())
    place = bytearray(6)
    print(file.readinto(place), place, file.readinto(memoryview(place)[2:4]), place)
    print(file.seek(5), file.read(2), file.seek(3, 1), file.read(2), file.seek(2000), file.read(), file.tell())
    file.seek(0)
    print([len(line) for line in file], file.tell())
    print(file.seek(-11, io.SEEK_END), file.readlines())

with open(path, "r+b") as file:
    file.seek(2)
    file.write(b"ZZ")
    print(file.read(3), file.tell())
    file.write(b"YY")
    print(file.tell(), file.read(2), file.seek(0), file.read(12))
    print(file.truncate(8), file.tell(), file.seek(0), file.read())
    print(file.seek(12), file.write(b"end"), file.flush(), file.seek(0), file.read())

with open(path, "w+b", buffering=0) as file:
    print(type(file).__name__, file.write(b"abc"), file.seek(0), file.read(2), file.readall(), file.mode, file.tell())
    print(file.truncate(1), file.seek(0), file.read(), file.closefd)
with open(path, "ab") as file:
    print(file.tell(), file.write(b"more"), file.tell(), file.seek(0), file.write(b"!"))
print(open(path, "rb").read())
try:
    open(path, "xb")
except FileExistsError as error:
    print(error.errno, error.filename == path)
with open(path + "2", "xb+", buffering=4) as file:
    for i in range(10):
        file.write(b"%d," % i)
    file.seek(4)
    print(file.read(), file.mode)

# Layers, one by one.
raw = io.FileIO(path, "r")
reader = io.BufferedReader(raw, buffer_size=2)
text = io.TextIOWrapper(reader, encoding="ascii")
print(text.read(1), reader.tell(), raw.tell(), text.read(), text.buffer is reader, reader.raw is raw)
print(text.detach() is reader, reader.detach() is raw, raw.seek(1), raw.read(2))
raw.close()
print(raw.closed, raw)


def opener(name, flags):
    print("asked for", name == path, flags)
    return low.fileno()


low = open(path, "rb")
with open(path, "rb", opener=opener, closefd=True) as file:
    print(file.read(2))
try:
    low.close()
except OSError as error:
    print(error, low.closed)


def numbers():
    with open(path, "wb") as file:
        for i in range(50_000):
            file.write(i.to_bytes(4, "little"))
    with open(path, "rb") as file:
        total = 0
        while data := file.read(4):
            total += int.from_bytes(data, "little")
        return total


print(numbers())
