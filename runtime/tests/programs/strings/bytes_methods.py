"""bytes: construction, methods, indexing, comparison."""

b = b"hello world"
print(b, b[0], b[-1], b[2:5], b[::-1], len(b), list(b[:4]), b"h" in b, 104 in b, b"" in b, 200 in b)
print(bytes(), bytes(3), bytes([65, 66]), bytes(range(250, 256)), bytes("é", "utf-8"), bytes(b"copy"),
      bytes(bytearray(b"x")), bytes.fromhex("00 ff 7F"), b"\x00\xff".hex(), b"abc".hex(":"), b"abcd".hex("-", 2))
print(b"\x00\t\n\r\\'\"\x7f\x80a", b"'", b'"', b"'\"", repr(b"x"), str(b"x"))
print(b.upper(), b.title(), b.capitalize(), b.swapcase(), b.replace(b"o", b"0"), b.split(), b.split(b"o"),
      b.rsplit(b"o", 1), b.partition(b" "), b.find(b"o"), b.rfind(b"o"), b.find(111), b.count(b"l"), b.index(b"w"))
print(b.startswith(b"he"), b.endswith((b"x", b"ld")), b.strip(b"hd"), b"  x ".lstrip(), b"-".join([b"a", b"b"]),
      b"x".center(5, b"*"), b"7".zfill(3), b.ljust(13, b"."), b"a\tb".expandtabs(4))
print(b.isalpha(), b"abc".isalpha(), b"12".isdigit(), b" ".isspace(), b"Ab".isupper(), b"A1".isalnum(),
      b"Title Case".istitle(), b"abc".isascii(), b"\xff".isascii(), b"\xe9".upper())
print(b"abc" < b"abd", b"a" == "a", b"a" != b"b", b"ab" + b"cd", b"ab" * 2, 2 * b"x", hash(b"x") == hash(b"x"),
      {b"k": 1}[b"k"], b"a" == bytearray(b"a"))
print(b.translate(bytes(range(256)).replace(b"l", b"L")), b.translate(None, b"lo"),
      bytes.maketrans(b"ab", b"xy")[97:100], b.removeprefix(b"hello "), b.removesuffix(b"ld"),
      b"a\nb\r\nc".splitlines())
print([x for x in b"\x01\x02"], sorted(b"cab"), max(b"abc"), sum(b"abc"), tuple(b"ab"), bytes(x ^ 0xFF for x in b"ab"),
      bytes(reversed(b"abc")), b"abc"[1:2] == b"b")
for bad in (lambda: bytes([256]), lambda: bytes([-1]), lambda: bytes("x"), lambda: bytes(-1), lambda: b"a" + "b",
            lambda: b"abc"[10], lambda: b"a".index(b"z"), lambda: bytes.fromhex("0"),
            lambda: bytes.fromhex("zz"), lambda: b"".join(["a"]), lambda: "a" in b"a", lambda: 256 in b"a",
            lambda: bytes(1.5), lambda: b"a" < "a", lambda: b["x"], lambda: bytes("é"), lambda: bytes([None])):
    try:
        print(bad())
    except (ValueError, TypeError, IndexError) as error:
        print(type(error).__name__, error)
try:
    b[0] = 1
except TypeError as error:
    print(error)


class Buffer:
    def __bytes__(self):
        return b"from __bytes__"


print(bytes(Buffer()), int.from_bytes(b"\x01\x00"), b"\xc3\xa9".decode(), bytes(3)[1], b"%d" % 5)
checksum = 0
for byte in b * 50:
    checksum = (checksum * 31 + byte) & 0xFFFFFFFF
print(hex(checksum))
