"""A small event loop with queues, timers, cancellation and gathering, from coroutines alone."""


class Wait:
    def __init__(self, kind, *args):
        self.request = (kind, *args)

    def __await__(self):
        return (yield self.request)


class Cancelled(BaseException):
    pass


class Task:
    def __init__(self, loop, name, coroutine):
        self.loop, self.name, self.coroutine = loop, name, coroutine
        self.done, self.result, self.error, self.waiters = False, None, None, []

    def step(self, value=None, error=None):
        try:
            request = self.coroutine.send(value) if error is None else self.coroutine.throw(error)
        except StopIteration as stop:
            self.finish(stop.value, None)
        except (Exception, Cancelled) as raised:
            self.finish(None, raised)
        else:
            self.loop.handle(self, request)

    def finish(self, result, error):
        self.done, self.result, self.error = True, result, error
        for waiter in self.waiters:
            self.loop.ready.append((waiter, result, error))

    def __await__(self):
        return (yield ("join", self))


class Queue:
    def __init__(self):
        self.items, self.getters = [], []

    async def get(self):
        return await Wait("get", self)

    async def put(self, item):
        await Wait("put", self, item)


class Loop:
    def __init__(self):
        self.ready, self.timers, self.now, self.serial = [], [], 0, 0

    def spawn(self, name, coroutine):
        task = Task(self, name, coroutine)
        self.ready.append((task, None, None))
        return task

    def handle(self, task, request):
        match request:
            case ("sleep", n):
                self.serial += 1
                self.timers.append((self.now + n, self.serial, task))
            case ("join", other) if other.done:
                self.ready.append((task, other.result, other.error))
            case ("join", other):
                other.waiters.append(task)
            case ("get", Queue(items=[first, *rest]) as queue):
                queue.items = rest
                self.ready.append((task, first, None))
            case ("get", queue):
                queue.getters.append(task)
            case ("put", Queue(getters=[]) as queue, item):
                queue.items.append(item)
                self.ready.append((task, None, None))
            case ("put", queue, item):
                self.ready.append((queue.getters.pop(0), item, None))
                self.ready.append((task, None, None))
            case ("cancel", other):
                other.step(error=Cancelled(other.name))
                self.ready.append((task, None, None))
            case _:
                self.ready.append((task, None, TypeError(f"bad request {request!r}")))

    def run(self):
        while self.ready or self.timers:
            while self.ready:
                task, value, error = self.ready.pop(0)
                if not task.done:
                    task.step(value, error)
            if self.timers:
                self.timers.sort(key=lambda t: t[:2])
                self.now, _, task = self.timers.pop(0)
                self.ready.append((task, None, None))


log = []
loop = Loop()


async def producer(queue, n):
    for i in range(n):
        await Wait("sleep", 2)
        await queue.put(i)
        log.append((loop.now, "put", i))
    await queue.put(None)


async def consumer(queue, name):
    total = 0
    while (item := await queue.get()) is not None:
        await Wait("sleep", 3)
        total += item
        log.append((loop.now, name, item))
    await queue.put(None)
    return total


async def forever():
    try:
        while True:
            await Wait("sleep", 1)
    except Cancelled as error:
        log.append((loop.now, "cancelled", str(error)))
        raise
    finally:
        log.append("cleanup")


async def fails():
    await Wait("sleep", 1)
    raise ValueError("task failed")


async def main():
    queue = Queue()
    p = loop.spawn("producer", producer(queue, 5))
    cs = [loop.spawn(f"c{i}", consumer(queue, f"c{i}")) for i in range(2)]
    background = loop.spawn("forever", forever())
    try:
        await loop.spawn("fails", fails())
    except ValueError as error:
        log.append(str(error))
    await p
    totals = [await c for c in cs]
    await Wait("cancel", background)
    try:
        await background
    except Cancelled as error:
        log.append(repr(error))
    try:
        await Wait("nonsense")
    except TypeError as error:
        log.append(str(error))
    return totals


m = loop.spawn("main", main())
loop.run()
print(*log, sep="\n")
print(m.done, m.result, m.error, loop.now)
