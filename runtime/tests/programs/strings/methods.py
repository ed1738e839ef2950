"""str methods on ASCII and on other text."""

words = ["hello World", "ÄÖÜ straße", "ﬁne İstanbul", "Ǆungla ǆ", "Ωμέγα ΣΑΣ ς", "12 ½ ²³ ٣", "\tx y\n", "", "日本語 テキスト",
         "a\u0301e\u0301", "🐍🎉x"]
for s in words:
    print(ascii(s), len(s))
    print("  case", ascii(s.upper()), ascii(s.lower()), ascii(s.title()), ascii(s.capitalize()), ascii(s.swapcase()),
          ascii(s.casefold()))
    print("  is", s.isalpha(), s.isalnum(), s.isdigit(), s.isdecimal(), s.isnumeric(), s.isspace(), s.isupper(),
          s.islower(), s.istitle(),
          s.isidentifier(), s.isprintable(), s.isascii())
    print("  split", s.split(), s.partition(" "), s.rpartition("x"))

s = "the quick brown fox jumps over the lazy dog"
print(s.find("o"), s.rfind("o"), s.find("o", 13), s.find("o", 13, 15), s.index("fox"), s.rindex("the"), s.count("o"),
      s.count(""), s.count("the", 1))
print(s.startswith("the"), s.startswith(("a", "the")), s.endswith("dog"), s.startswith("quick", 4),
      s.endswith("quick", 0, 9), s.startswith(()))
print(s.replace("o", "0"), s.replace("o", "0", 2), "aaa".replace("", "-"), "abc".replace("b", ""),
      s.replace("zz", "y") == s)
print(s.split(" ", 2), s.rsplit(" ", 2), s.split("o"), "a,,b,".split(","), " a  b ".split(), " a  b ".split(" "),
      "a b c".split(None, 1))
print("a\nb\r\nc\x0bd\x85e\u2028f".splitlines(), "a\n\nb\n".splitlines(True), "".splitlines(), "x".splitlines())
print("-".join(["a", "b", "c"]), "".join([]), ", ".join("xyz"), "é".join(("a", "日", "🐍")),
      "-".join(str(i) for i in range(4)))
print("  x ".strip() + "|", "  x ".lstrip() + "|", "  x ".rstrip() + "|", "xxhixx".strip("x"), "abcba".strip("ab"),
      "\u3000x\u2003".strip() + "|")
print("x".center(7, "*"), "ab".center(5) + "|", "x".ljust(4, ".") + "|", "x".rjust(4), "42".zfill(5), "-42".zfill(6),
      "+".zfill(3), "ab".zfill(1))
print("prefix-body".removeprefix("prefix-"), "body.py".removesuffix(".py"), "body".removeprefix("x"),
      "a\tb\tc".expandtabs(), "ab\tc".expandtabs(4))
print("hello".translate({104: "J", 101: None, "l": "x"}), "hello".translate(str.maketrans("el", "ip")),
      "hello".translate(str.maketrans("", "", "l")),
      str.maketrans({"a": "b", "c": None}))
print("abc" < "abd", "abc" < "ab", "Z" < "a", "é" > "z", "🐍" > "\uffff", "" < "a", "a" * 3, 3 * "ab", "x" * 0, "x" * -1,
      "ab" + "cd", "b" in "abc", "" in "")
print("abc"[0], "abc"[-1], "hello"[1:3], "hello"[::-1], "hello"[::2], "hello"[-3:], "hello"[10:], "日本語"[1], "🐍x🎉"[::-1])
print(ord("a"), ord("🐍"), chr(97), chr(128013), chr(233), "\N{SNAKE}", "\x41\u00e9\U0001F40D", hash("") == 0)
print(list("héy"), tuple("ab"), sorted("hello"), max("hello"), min("héllo"), set("aab") == {"a", "b"},
      dict(zip("ab", "cd")))
for bad in (lambda: "abc".index("z"), lambda: "abc"[5], lambda: "abc" + 1, lambda: "".join([1]),
            lambda: "a".center("x"), lambda: "a".split(""),
            lambda: "abc".rindex("q"), lambda: chr(-1), lambda: chr(0x110000), lambda: ord("ab"),
            lambda: "a".center(5, "ab"), lambda: s["b"],
            lambda: "a" < 1, lambda: "x" in 5, lambda: 5 in "x", lambda: "abc".nope, lambda: "a".startswith(1),
            lambda: str(1, 2, 3, 4)):
    try:
        print(bad())
    except (ValueError, IndexError, TypeError, AttributeError) as error:
        print(type(error).__name__, error)
