"""Events, undo, lazy streams, a parser of expressions into visitors, and an LRU table: objects talking to objects."""


class Event:
    def __init__(self):
        self.handlers = []

    def __iadd__(self, handler):
        self.handlers.append(handler)
        return self

    def __isub__(self, handler):
        self.handlers.remove(handler)
        return self

    def __call__(self, *args):
        return [h(*args) for h in self.handlers]


class Document:
    def __init__(self):
        self.changed, self.text, self.undo_stack, self.redo_stack = Event(), "", [], []

    def do(self, command):
        command.apply(self)
        self.undo_stack.append(command)
        self.redo_stack.clear()
        self.changed("do", command)

    def undo(self):
        command = self.undo_stack.pop()
        command.revert(self)
        self.redo_stack.append(command)
        self.changed("undo", command)

    def redo(self):
        command = self.redo_stack.pop()
        command.apply(self)
        self.undo_stack.append(command)
        self.changed("redo", command)


class Insert:
    def __init__(self, at, text):
        self.at, self.text = at, text

    def apply(self, d):
        d.text = d.text[:self.at] + self.text + d.text[self.at:]

    def revert(self, d):
        d.text = d.text[:self.at] + d.text[self.at + len(self.text):]

    def __repr__(self):
        return f"Insert({self.at}, {self.text!r})"


class Delete(Insert):
    def __init__(self, at, n):
        self.at, self.n = at, n

    def apply(self, d):
        self.text = d.text[self.at:self.at + self.n]
        super().revert(d)

    def revert(self, d):
        super().apply(d)

    def __repr__(self):
        return f"Delete({self.at}, {self.n})"


d = Document()
log = []
d.changed += lambda kind, c: log.append((kind, c))
shout = lambda kind, c: print(kind, c, repr(d.text))
d.changed += shout
d.do(Insert(0, "hello world"))
d.do(Delete(5, 6))
d.do(Insert(5, ", you"))
d.undo()
d.undo()
d.redo()
d.changed -= shout
d.do(Insert(0, ">> "))
print(d.text, log, len(d.redo_stack))
try:
    d.redo()
except IndexError as error:
    print(error)


class Stream:
    def __init__(self, head, tail):
        self.head, self._tail = head, tail

    @property
    def tail(self):
        if callable(self._tail):
            self._tail = self._tail()
        return self._tail

    def take(self, n):
        s, out = self, []
        while n and s:
            out.append(s.head)
            s, n = s.tail, n - 1
        return out

    def map(self, f):
        return Stream(f(self.head), lambda: self.tail.map(f))

    def filter(self, p):
        s = self
        while not p(s.head):
            s = s.tail
        return Stream(s.head, lambda: s.tail.filter(p))


def integers(n):
    return Stream(n, lambda: integers(n + 1))


def sieve(s):
    return Stream(s.head, lambda: sieve(s.tail.filter(lambda n: n % s.head)))


print(sieve(integers(2)).take(15), integers(1).map(lambda x: x * x).filter(lambda x: x % 3 == 1).take(5))


class Node:
    def accept(self, visitor):
        for cls in type(self).__mro__:
            method = getattr(visitor, "visit_" + cls.__name__, None)
            if method:
                return method(self)
        raise TypeError(type(self).__name__)


class Num(Node):
    def __init__(self, v): self.v = v


class Bin(Node):
    def __init__(self, l, r): self.l, self.r = l, r


class Add(Bin): sign = "+"
class Mul(Bin): sign = "*"


class Show:
    def visit_Num(self, n): return str(n.v)
    def visit_Bin(self, n): return f"({n.l.accept(self)} {n.sign} {n.r.accept(self)})"


class Value:
    def visit_Num(self, n): return n.v
    def visit_Add(self, n): return n.l.accept(self) + n.r.accept(self)
    def visit_Mul(self, n): return n.l.accept(self) * n.r.accept(self)


tree = Num(0)
for i in range(1, 12):
    tree = (Add if i % 3 else Mul)(tree, Num(i))
print(tree.accept(Show()), tree.accept(Value()))
try:
    Node().accept(Show())
except TypeError as error:
    print(error)


class LRU:
    def __init__(self, f, size):
        self.f, self.size, self.table, self.misses = f, size, {}, 0

    def __call__(self, key):
        if key in self.table:
            value = self.table.pop(key)
        else:
            self.misses += 1
            value = self.f(key)
            if len(self.table) == self.size:
                del self.table[next(iter(self.table))]
        self.table[key] = value
        return value


cached = LRU(lambda n: n * n, 3)
print([cached(n) for n in (1, 2, 3, 1, 4, 2, 1, 5, 1)], cached.misses, cached.table)
