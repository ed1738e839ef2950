# What happens when objects end: finalizers that make more objects with finalizers, callbacks of weak references that
# do, and classes whose instances refer to nothing else.


class Bare:
    __slots__ = ()

    def method(self):
        return self


# The class, the module's names and the instance refer to each other.
bare = Bare()
print(bare.method() is bare)


class Cycle:
    def __init__(self):
        self.me = self


class Phoenix:
    count = 0

    def __del__(self):
        Phoenix.count += 1
        if Phoenix.count < 300:
            Phoenix()


Phoenix()
print(Phoenix.count)


class Chain:
    ended = 0

    def __init__(self, rest):
        self.rest = rest

    def __del__(self):
        Chain.ended += 1
        # Something else ends within the finalizer.
        Chain.last = [Cycle]


chain = None
for number in range(20000):
    chain = Chain(chain)
del chain
print(Chain.ended)


class Order:
    def __init__(self, name, rest=None):
        self.name, self.rest = name, rest

    def __del__(self):
        print("end of", self.name)
        if self.name == "first":
            Order("made by the first")


Order("first", Order("second", Order("third")))
