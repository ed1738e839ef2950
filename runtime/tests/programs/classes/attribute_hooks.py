"""__getattr__, __getattribute__, __setattr__, __delattr__, __dir__, module __getattr__ forms."""


class Fallback:
    real = "class attribute"

    def __getattr__(self, name):
        if name.startswith("no"):
            raise AttributeError(f"refuse {name}")
        return f"made {name}"


f = Fallback()
f.own = "own"
print(f.real, f.own, f.made, getattr(f, "x", "d"), getattr(f, "nope", "default"), hasattr(f, "nope"), hasattr(f, "yes"))
try:
    f.nothing
except AttributeError as error:
    print(error)


class Every:
    def __init__(self):
        self.value = 1

    def __getattribute__(self, name):
        print("get", name)
        return object.__getattribute__(self, name)

    def method(self):
        return "method"

    def __len__(self):
        return 3


e = Every()
print(e.value, e.method(), len(e), e.__class__.__name__)
try:
    e.missing
except AttributeError as error:
    print(error)


class Both(Every):
    def __getattr__(self, name):
        return "second " + name


print(Both().other)


class Recorder:
    def __init__(self):
        object.__setattr__(self, "log", [])

    def __setattr__(self, name, value):
        self.log.append(("set", name, value))
        super().__setattr__(name, value)

    def __delattr__(self, name):
        self.log.append(("del", name))
        super().__delattr__(name)


r = Recorder()
r.a = 1
r.a += 1
del r.a
try:
    del r.a
except AttributeError as error:
    print(error)
setattr(r, "b", 2)
print(r.log, vars(r)["b"])


class Frozen:
    def __init__(self, x):
        super().__setattr__("x", x)

    def __setattr__(self, name, value):
        raise AttributeError(f"cannot assign {name!r}")


frozen = Frozen(1)
try:
    frozen.x = 2
except AttributeError as error:
    print(error, frozen.x)


class Proxy:
    def __init__(self, target):
        self.__dict__["_target"] = target

    def __getattr__(self, name):
        return getattr(self._target, name)

    def __setattr__(self, name, value):
        setattr(self._target, name, value)

    def __delattr__(self, name):
        delattr(self._target, name)


class Target:
    def __init__(self):
        self.n = 0

    def up(self):
        self.n += 1
        return self.n


target = Target()
proxy = Proxy(target)
proxy.up()
proxy.n += 10
print(proxy.n, target.n, proxy.up(), vars(target))
del proxy.n
print(vars(target))


class Bag(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__


bag = Bag(a=1)
bag.b = 2
print(bag, bag.a, bag.b)
try:
    bag.zzz
except KeyError as error:
    print("KeyError", error)


class Private:
    __hidden = "mangled"

    def __init__(self):
        self.__x = 1

    def get(self):
        return self.__x, self.__hidden, Private.__hidden

    __both__ = "not mangled"


print(Private().get(), vars(Private()), Private._Private__hidden, Private.__both__, hasattr(Private, "__hidden"))


class Error:
    def __getattr__(self, name):
        raise ValueError("other errors pass through " + name)


for action in (lambda: Error().x, lambda: hasattr(Error(), "x"), lambda: getattr(Error(), "x", 1)):
    try:
        action()
    except ValueError as error:
        print(error)


class Misspelt:
    colour = 1


try:
    Misspelt().color
except AttributeError as error:
    print(error, error.name, type(error.obj).__name__)
