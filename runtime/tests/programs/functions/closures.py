"""Closures, nonlocal, global and cells."""


def counter(start=0):
    count = start

    def step(by=1):
        nonlocal count
        count += by
        return count

    def reset():
        nonlocal count
        count = start

    return step, reset


step, reset = counter(10)
other, _ = counter()
print(step(), step(5), other(), step(), reset(), step(), other())
print(step.__code__.co_freevars, step.__closure__[0].cell_contents, counter.__code__.co_cellvars, len(step.__closure__))
print([f() for f in [lambda: i for i in range(3)]], [f() for f in [lambda i=i: i for i in range(3)]])


def outer():
    x = "outer"

    def middle():
        y = "middle"

        def inner():
            nonlocal x, y
            x += "+inner"
            y += "+inner"
            return x, y

        return inner() + inner() + (x, y)

    return middle() + (x,)


print(outer())
total = 0


def add(n):
    global total, created
    total += n
    created = "yes"


add(5)
add(6)
print(total, created)


def unbound():
    try:
        print(late)
    except NameError as error:
        print(type(error).__name__, error)
    late = 1
    del late
    try:
        print(late)
    except UnboundLocalError as error:
        print(error)

    def cell():
        return captured

    try:
        cell()
    except NameError as error:
        print(type(error).__name__, error)
    captured = 2
    print(cell())
    del captured
    try:
        cell()
    except NameError as error:
        print(error)
    try:
        del captured
    except NameError as error:
        print(type(error).__name__, error)
    try:
        del late
    except NameError as error:
        print(error)


unbound()


def delete_global():
    global temporary
    temporary = 1
    print(temporary)
    del temporary
    try:
        temporary
    except NameError as error:
        print(error)
    try:
        del temporary
    except NameError as error:
        print(error)


delete_global()
try:
    undefined_name
except NameError as error:
    print(error, error.name)
try:
    del undefined_name
except NameError as error:
    print(error)


def compose(*functions):
    def composed(x):
        for f in functions:
            x = f(x)
        return x
    return composed


print(compose(lambda x: x + 1, lambda x: x * 2, str)(5))


def make_account(balance):
    def deposit(amount):
        nonlocal balance
        balance += amount
        return balance

    def withdraw(amount):
        nonlocal balance
        if amount > balance:
            raise ValueError(f"only {balance} left")
        balance -= amount
        return balance

    return {"deposit": deposit, "withdraw": withdraw, "peek": lambda: balance}


account = make_account(100)
print(account["deposit"](50), account["withdraw"](30), account["peek"]())
try:
    account["withdraw"](1000)
except ValueError as error:
    print(error)


def shadows(len):
    return [len for len in range(len)], len


print(shadows(3), len("abc"))


class Scope:
    x = "class"
    y = [i for i in x]

    def method(self):
        return x


x = "module"
print(Scope.y, Scope().method())


def cells_of_arguments(a, *args, k=1, **kw):
    def inner():
        return a, args, k, kw
    a += 1
    k += 1
    return inner


print(cells_of_arguments(1, 2, k=3, z=4)(), cells_of_arguments(0).__code__.co_freevars)


def recursive(n):
    def fact(n):
        return 1 if n == 0 else n * fact(n - 1)
    return fact(n)


print(recursive(10))
