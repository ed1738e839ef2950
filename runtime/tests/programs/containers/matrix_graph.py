"""Containers at work: a heap, graph searches, matrices, memo tables, a linked list."""


def push(heap, item):
    heap.append(item)
    i = len(heap) - 1
    while i and heap[(i - 1) // 2] > heap[i]:
        heap[(i - 1) // 2], heap[i] = heap[i], heap[(i - 1) // 2]
        i = (i - 1) // 2


def pop(heap):
    top, last = heap[0], heap.pop()
    if heap:
        heap[0] = last
        i = 0
        while (child := 2 * i + 1) < len(heap):
            if child + 1 < len(heap) and heap[child + 1] < heap[child]:
                child += 1
            if heap[i] <= heap[child]:
                break
            heap[i], heap[child] = heap[child], heap[i]
            i = child
    return top


graph = {"a": {"b": 7, "c": 9, "f": 14}, "b": {"a": 7, "c": 10, "d": 15}, "c": {"a": 9, "b": 10, "d": 11, "f": 2},
         "d": {"b": 15, "c": 11, "e": 6}, "e": {"d": 6, "f": 9}, "f": {"a": 14, "c": 2, "e": 9}}


def dijkstra(start):
    distance, heap, before = {}, [(0, start, None)], {}
    while heap:
        d, node, origin = pop(heap)
        if node in distance:
            continue
        distance[node], before[node] = d, origin
        for other, weight in graph[node].items():
            if other not in distance:
                push(heap, (d + weight, other, node))
    return distance, before


distance, before = dijkstra("a")
print(distance, before)
path, node = [], "e"
while node is not None:
    path.append(node)
    node = before[node]
print(" -> ".join(path[::-1]))


def matmul(a, b):
    return [[sum(x * y for x, y in zip(row, col)) for col in zip(*b)] for row in a]


def power(m, n):
    result = [[int(i == j) for j in range(len(m))] for i in range(len(m))]
    while n:
        if n & 1:
            result = matmul(result, m)
        m = matmul(m, m)
        n >>= 1
    return result


print(power([[1, 1], [1, 0]], 90)[0][1], matmul([[1, 2, 3]], [[1], [2], [3]]), [*map(list, zip(*[[1, 2], [3, 4]]))])


def topological(edges):
    nodes = sorted({n for e in edges for n in e})
    incoming = {n: sum(b == n for _, b in edges) for n in nodes}
    ready, order = [n for n in nodes if not incoming[n]], []
    while ready:
        n = ready.pop(0)
        order.append(n)
        for a, b in edges:
            if a == n:
                incoming[b] -= 1
                if not incoming[b]:
                    ready.append(b)
    return order


print(topological([("shirt", "tie"), ("tie", "jacket"), ("trousers", "shoes"), ("trousers", "belt"),
                   ("belt", "jacket")]))
memo = {}


def edit_distance(a, b):
    if (a, b) not in memo:
        if not a or not b:
            memo[a, b] = len(a) + len(b)
        else:
            memo[a, b] = min(edit_distance(a[1:], b) + 1, edit_distance(a, b[1:]) + 1,
                             edit_distance(a[1:], b[1:]) + (a[0] != b[0]))
    return memo[a, b]


print(edit_distance("kitten", "sitting"), len(memo))
link = None
for value in range(5):
    link = (value, link)
values = []
while link:
    value, link = link
    values.append(value)
print(values)


def permutations(items):
    if not items:
        yield ()
    for i, item in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield (item, *rest)


print(["".join(p) for p in permutations("abc")], len(list(permutations("vwxyz"))))
board = [["." for _ in range(7)] for _ in range(5)]
cells = {(1, 2), (2, 3), (3, 1), (3, 2), (3, 3)}
for generation in range(4):
    counts = {}
    for y, x in cells:
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                if dy or dx:
                    counts[y + dy, x + dx] = counts.get((y + dy, x + dx), 0) + 1
    cells = {c for c, n in counts.items() if n == 3 or n == 2 and c in cells}
    print(generation, sorted(cells))
