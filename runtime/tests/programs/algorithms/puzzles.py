"""Sudoku by backtracking, a word ladder, number theory, big-number constants, base conversions."""

SUDOKU = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79"


def solve(cells):
    try:
        i = cells.index(".")
    except ValueError:
        return cells
    row, col = divmod(i, 9)
    box = row // 3 * 27 + col // 3 * 3
    used = set(cells[row * 9:row * 9 + 9]) | set(cells[col::9]) | {c for r in range(3)
            for c in cells[box + r * 9:box + r * 9 + 3]}
    for digit in "123456789":
        if digit not in used:
            if solved := solve(cells[:i] + digit + cells[i + 1:]):
                return solved
    return None


solution = solve(SUDOKU)
for r in range(9):
    print(solution[r * 9:r * 9 + 9])
WORDS = "cold cord card ward warm word worm form fold gold bold bald ball".split()


def ladder(start, end):
    paths, seen = [[start]], {start}
    while paths:
        path = paths.pop(0)
        if path[-1] == end:
            return path
        for w in WORDS:
            if w not in seen and sum(a != b for a, b in zip(w, path[-1])) == 1:
                seen.add(w)
                paths.append(path + [w])


print(" > ".join(ladder("cold", "warm")), ladder("cold", "zzzz"))


def arctan_inverse(x, digits):
    unity = 10 ** (digits + 10)
    total = term = unity // x
    n, sign = 3, -1
    while term:
        term //= x * x
        total += sign * (term // n)
        n, sign = n + 2, -sign
    return total


pi = 4 * (4 * arctan_inverse(5, 200) - arctan_inverse(239, 200)) // 10**10
print(str(pi)[:1] + "." + str(pi)[1:])


def is_prime(n):
    if n < 2:
        return False
    for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if n % p == 0:
            return n == p
    d, s = n - 1, 0
    while d % 2 == 0:
        d, s = d // 2, s + 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


print([n for n in range(100) if is_prime(n)], is_prime(2**61 - 1), is_prime(2**67 - 1), is_prime(2**127 - 1))


def factor(n):
    out, p = {}, 2
    while p * p <= n:
        while n % p == 0:
            out[p] = out.get(p, 0) + 1
            n //= p
        p += 1
    if n > 1:
        out[n] = 1
    return out


print({n: factor(n) for n in (360, 97, 2**10 * 3**5, 600851475143)})


def to_base(n, base, digits="0123456789abcdefghijklmnopqrstuvwxyz"):
    return (digits[n] if n < base else to_base(n // base, base) + digits[n % base])


print([to_base(10**18, b) for b in (2, 7, 16, 36)], all(int(to_base(n, b), b) == n for n in range(0, 5000,
        37) for b in range(2, 37)))


def roman(n):
    out = ""
    for value, text in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
                           "M CM D CD C XC L XL X IX V IV I".split()):
        out, n = out + text * (n // value), n % value
    return out


print(*map(roman, (1, 4, 9, 14, 40, 90, 399, 1994, 2026)))


def change(amount, coins):
    ways = [1] + [0] * amount
    for c in coins:
        for a in range(c, amount + 1):
            ways[a] += ways[a - c]
    return ways[amount]


def knapsack(items, capacity):
    best = [(0, ())] * (capacity + 1)
    for name, weight, value in items:
        for c in range(capacity, weight - 1, -1):
            best[c] = max(best[c], (best[c - weight][0] + value, best[c - weight][1] + (name,)), key=lambda b: b[0])
    return best[capacity]


print(change(200, [1, 2, 5, 10, 20, 50, 100, 200]), knapsack([("a", 5, 10), ("b", 4, 40), ("c", 6, 30), ("d", 3, 50)],
        10))
e, term = 0, 10**60
k = 1
while term:
    e, term, k = e + term, term // k, k + 1
print(e)


def spiral(n):
    grid, x, y, dx, dy = [[0] * n for _ in range(n)], 0, 0, 1, 0
    for i in range(1, n * n + 1):
        grid[y][x] = i
        if not (0 <= x + dx < n and 0 <= y + dy < n and grid[y + dy][x + dx] == 0):
            dx, dy = -dy, dx
        x, y = x + dx, y + dy
    return grid


for row in spiral(5):
    print("".join(f"{n:3}" for n in row))
