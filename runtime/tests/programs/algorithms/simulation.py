"""A bank with events, invariants and rollbacks; a linear congruential generator; a text report."""


class Random:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return self.state >> 33

    def between(self, lo, hi):
        return lo + self.next() % (hi - lo + 1)

    def choice(self, items):
        return items[self.next() % len(items)]

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = self.between(0, i)
            items[i], items[j] = items[j], items[i]
        return items


class Overdrawn(Exception):
    def __init__(self, account, amount):
        super().__init__(f"{account.owner} lacks {amount - account.balance}")
        self.account = account


class Account:
    total_opened = 0

    def __init__(self, owner, balance=0):
        self.owner, self._balance, self.history = owner, balance, []
        type(self).total_opened += 1

    @property
    def balance(self):
        return self._balance

    @balance.setter
    def balance(self, value):
        if value < self.floor:
            raise Overdrawn(self, self._balance - value)
        self.history.append(value - self._balance)
        self._balance = value

    floor = 0

    def __lt__(self, other):
        return (self.balance, self.owner) < (other.balance, other.owner)

    def __format__(self, spec):
        return f"{self.owner:<8}{self.balance:>10,}" if spec == "row" else f"{self.owner}"


class Credit(Account):
    floor = -500


class Transaction:
    def __init__(self, *accounts):
        self.accounts = accounts

    def __enter__(self):
        self.saved = [(a._balance, len(a.history)) for a in self.accounts]

    def __exit__(self, kind, error, tb):
        if kind is not None:
            for account, (balance, n) in zip(self.accounts, self.saved):
                account._balance = balance
                del account.history[n:]
        return kind is not None and issubclass(kind, Overdrawn)


random = Random(2024)
accounts = [(Credit if i % 3 == 0 else Account)(name, 1000) for i, name in enumerate(["ann", "bob", "cat", "dan",
        "eve"])]
failed = {}
for step in range(2000):
    source, target = random.shuffle(accounts[:])[:2]
    amount = random.between(1, 400)
    done = False
    with Transaction(source, target):
        target.balance += amount
        source.balance -= amount
        done = True
    if not done:
        failed[source.owner] = failed.get(source.owner, 0) + 1
    assert sum(a.balance for a in accounts) == 5000
for a in sorted(accounts, reverse=True):
    print(f"{a:row} {len(a.history):>5} {failed.get(a.owner, 0):>5} {sum(a.history):>7} "
          f"{min(a.history)} {max(a.history)}")
print(Account.total_opened, Credit.total_opened, f"{accounts[0]}")


def percentile(values, p):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * p))]


amounts = [abs(h) for a in accounts for h in a.history]
print([percentile(amounts, p / 10) for p in range(11)], sum(amounts) / len(amounts))
walk, positions = 0, []
for _ in range(1000):
    walk += random.choice((-1, 1))
    positions.append(walk)
print(min(positions), max(positions), positions[-1], positions.count(0))
deck = random.shuffle([r + s for s in "♠♥♦♣" for r in "23456789TJQKA"])
print(" ".join(deck[:13]), len(set(deck)))
buckets = [0] * 10
for _ in range(5000):
    buckets[int(random.next() / 2**31 * 10)] += 1
print(buckets, all(400 < b < 600 for b in buckets))
