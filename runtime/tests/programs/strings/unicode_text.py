"""Text of every width: indexing, concatenation, comparison, hashing, building and searching."""

ascii_text, latin, two, four = "abc", "àé", "日本", "🐍🎉"
mixed = ascii_text + latin + two + four
print(mixed, len(mixed), [ascii(c) for c in mixed])
for i in range(len(mixed)):
    assert mixed[i] == mixed[i - len(mixed)] == mixed[i:][:1]
for cut in range(len(mixed) + 1):
    assert mixed[:cut] + mixed[cut:] == mixed
print(mixed[::-1], mixed[1::2], mixed[-2:], mixed[3:7])

# Text narrows when its wide characters go.
narrow = mixed[:3]
print(narrow == "abc", hash(narrow) == hash("abc"), {narrow: 1}["abc"], narrow.isascii())
wide = four.replace("🐍", "s").replace("🎉", "p")
print(wide, wide == "sp", {"sp"} == {wide}, hash(wide) == hash("sp"))
print(sorted(["b", "é", "a", "日", "🐍", "z", "É", "ß", "\uffff"]), max("a", "é", "🐍"), min("日", "本"))
print(mixed.find("é"), mixed.find("🎉"), mixed.find("本🐍"), mixed.rfind("日"), mixed.count("🐍"), (mixed * 3).count(mixed),
      "🐍" in mixed, "🐉" in mixed)
print(mixed.replace("日本", "JP"), mixed.split("é"), "→".join(["日", "a", "🐍"]), mixed.partition("本"),
      mixed.center(15, "·"))
print("ß".upper(), "ŉ".upper(), "ﬃ".upper(), "İ".lower() == "i̇", "ΌΣΟΣ".lower(), "ΣΣ".lower(), "ß".casefold() == "ss",
      "ǅ".lower(), "ǆ".title(), "ͅ".upper())
print("Ä".lower(), "ñ".upper(), "ÿ".upper(), "µ".upper(), "ı".upper(), "ſ".upper(), "K".lower())
print([c.isnumeric() for c in "1²½Ⅷ三x"], [c.isdigit() for c in "1²½Ⅷ三x"], [c.isdecimal() for c in "1²½٣三x"], int("٣٤"),
      float("١.٥"))
print("été".isidentifier(), "名前".isidentifier(), "1x".isidentifier(), "class".isidentifier(), "a b".isidentifier(),
      "_".isidentifier())
été = "a name outside ASCII"
print(été, "été" in globals(), [n for n in dir() if n == "été"])
ﬁ = 1
print("fi" in globals())

builder = ""
for i in range(300):
    builder += chr(0x61 + i % 26) if i % 3 else chr(0x3B1 + i % 24)
print(len(builder), builder[:12], builder.count("α"), sum(map(ord, builder)))
table = {}
for c in builder:
    table[c] = table.get(c, 0) + 1
print(sorted(table.items())[:6], len(table))
print("a\u0301" == "á", len("a\u0301"), "👨‍👩‍👧" == "👨\u200d👩\u200d👧", len("👨‍👩‍👧"))
print("%-6s|%6s|" % ("日本", "🐍"), f"{'é':>4}|{'日':^5}|{'🐍':*<4}|", "日本語".zfill(6), "日本語".ljust(5, "。"))
print("x\u2003y\u00a0z\u3000w".split(), "a\u2029b\x1cc".splitlines(), "\u00a0".isspace(), "\u200b".isspace(),
      "\x1f".isspace())
