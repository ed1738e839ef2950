"""Programs that work on text: counting words, a small tokenizer, run lengths, Caesar, columns."""

TEXT = """It was the best of times, it was the worst of times, it was the age of wisdom,
it was the age of foolishness; ünd dann, ÜND nochmals, und."""


def words(text):
    word = ""
    for c in text:
        if c.isalpha():
            word += c.casefold()
        elif word:
            yield word
            word = ""
    if word:
        yield word


counts = {}
for w in words(TEXT):
    counts[w] = counts.get(w, 0) + 1
for w, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
    print(f"{w:<12}{n:>3} {'#' * n}")


def run_lengths(s):
    out, i = [], 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]:
            j += 1
        out.append((s[i], j - i))
        i = j
    return out


packed = run_lengths("aaabbcdddddéé日")
print(packed, "".join(c * n for c, n in packed))


def caesar(s, key):
    return "".join(chr((ord(c) - base + key) % 26 + base) if c.isascii() and c.isalpha()
                   and (base := 65 if c.isupper() else 97) else c for c in s)


secret = caesar("Hello, World! é", 3)
print(secret, caesar(secret, -3))


def tokens(s):
    i = 0
    while i < len(s):
        c = s[i]
        if c.isspace():
            i += 1
        elif c.isdigit():
            j = i
            while i < len(s) and (s[i].isdigit() or s[i] == "."):
                i += 1
            yield float(s[j:i]) if "." in s[j:i] else int(s[j:i])
        else:
            yield c
            i += 1


def calculate(s):
    stream = list(tokens(s)) + [None]
    position = 0

    def peek():
        return stream[position]

    def take():
        nonlocal position
        position += 1
        return stream[position - 1]

    def factor():
        if peek() == "(":
            take()
            value = expression()
            take()
            return value
        if peek() == "-":
            take()
            return -factor()
        return take()

    def term():
        value = factor()
        while peek() in ("*", "/"):
            value = value * factor() if take() == "*" else value / factor()
        return value

    def expression():
        value = term()
        while peek() in ("+", "-"):
            value = value + term() if take() == "+" else value - term()
        return value

    return expression()


for s in ("1 + 2 * 3", "(1 + 2) * 3", "-(4 - 6) * 2.5", "10 / 4 - 1", "2 * (3 + (4 - 1)) / 9"):
    print(s, "=", calculate(s))
is_palindrome = lambda s: (t := [c for c in s.casefold() if c.isalnum()]) == t[::-1]
print([is_palindrome(s) for s in ("A man, a plan, a canal: Panama", "Été", "nope")], "".join(reversed("stressed")))
