"""repr, ascii and str of text; escapes and quotes."""

samples = ["plain", "it's", 'say "hi"', "both ' and \"", "\\", "\n\r\t\0\x07\x1b\x7f", "é", "\x80\x9f\xa0\xad", "日本",
           "\u200b\u2028\ufeff", "🐍", "\ud800",
           "\U000e0001", "a\u0301", "\x00" * 3, "ﬁ", "\uffff"]
for s in samples:
    try:
        shown = repr(s)
        shown.encode()
    except UnicodeEncodeError as error:
        print("cannot print", error.reason)
        shown = ascii(s)
    print(shown, ascii(s), len(s), len(s.encode("utf-8", "surrogatepass")))
    assert eval(repr(s)) == s and eval(ascii(s)) == s

print(r"raw\n", "con" "cat" 'ena' """ted""", "line \
continued", """triple
quoted 'text' "here"
""")
print("\101\x41\u0041\U00000041\N{LATIN CAPITAL LETTER A}", "\a\b\f\v".encode(), "tab\tdone")
print(repr(["a", 'b"', "c'"]), str({"k": "v"}), repr(("x",)), str([1, "1", None, True, 1.0, b"b"]))
print(str(b"bytes", "utf-8"), str(b"caf\xc3\xa9", encoding="utf-8"), str("s"), str(None), str(12), str([]), str())


class Shown:
    def __repr__(self):
        return "<réprésentation>"


class Both(Shown):
    def __str__(self):
        return "string"


print(Shown(), str(Shown()), repr(Both()), str(Both()), ascii(Shown()), [Shown(), Both()],
      f"{Both()} {Both()!r} {Shown()!a}")


class BadRepr:
    def __repr__(self):
        return 5


class BadStr:
    def __str__(self):
        return b"x"


for make in (lambda: repr(BadRepr()), lambda: str(BadStr()), lambda: [BadRepr()].__repr__()):
    try:
        print(make())
    except TypeError as error:
        print(error)

nested = [1]
nested.append(nested)
loop = {"a": 1}
loop["self"] = loop
print(nested, loop, (nested,))
print("a" "b" == "ab", "%s" % ("t",), "é" == "e\u0301")
