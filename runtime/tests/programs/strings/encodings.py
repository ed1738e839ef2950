"""encode and decode: UTF-8, Latin-1, ASCII, UTF-16 and UTF-32, and the error handlers."""

texts = ["plain", "é", "日本語", "🐍", "\x00\x7f", "", "mixed é日🐍"]
for s in texts:
    for encoding in ("utf-8", "ascii", "latin-1", "utf-16-le", "utf-16-be", "utf-32-le"):
        try:
            data = s.encode(encoding)
            assert data.decode(encoding) == s
            print(ascii(s), encoding, data)
        except UnicodeEncodeError as error:
            print(ascii(s), encoding, "error:", error)

for handler in ("ignore", "replace", "backslashreplace", "xmlcharrefreplace", "strict", "surrogateescape"):
    try:
        print(handler, "aé日🐍".encode("ascii", handler))
    except UnicodeEncodeError as error:
        print(handler, error, error.start, error.end, error.encoding, ascii(error.object), error.reason)

broken = [b"\xff", b"a\xc3", b"\xc3\x28", b"\xe2\x82", b"\xf0\x9f\x90", b"\xed\xa0\x80", b"ok\x80ok", b"\xc0\xaf",
          b"\xf8\x88\x80\x80\x80"]
for data in broken:
    for handler in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape"):
        try:
            print(data, handler, ascii(data.decode("utf-8", handler)))
        except UnicodeDecodeError as error:
            print(data, handler, error)
try:
    b"\x80abc".decode("ascii")
except UnicodeDecodeError as error:
    print(error, error.object, error.start, error.end)
for bad in (lambda: "x".encode("nope"), lambda: b"x".decode("nope"), lambda: "\ud800".encode(),
            lambda: "é".encode("ascii", "nope"), lambda: str(b"\xff", "utf-8"),
            lambda: str(5, "utf-8"), lambda: "x".encode(5)):
    try:
        print(bad())
    except (LookupError, UnicodeError, TypeError) as error:
        print(type(error).__name__, error)
print("\ud800".encode("utf-8", "surrogatepass"), ascii(b"\xed\xa0\x80".decode("utf-8", "surrogatepass")),
      b"\xff\xfea\x00".decode("utf-16"))
print("x".encode("UTF8"), "x".encode("U8"), "é".encode("iso-8859-1"), "é".encode("L1"), b"\xe9".decode("latin1"),
      b"abc".decode())
print(len("🐍"), len("🐍".encode()), len("🐍".encode("utf-16-le")) // 2, "a🐍b".encode("utf-8").find(b"b"),
      bytes("é", "utf-8"), bytearray("é", "latin-1"))
