"""`from __future__ import annotations` keeps annotations as text and makes __annotations__ a plain dict."""

from __future__ import annotations

x: undefined_name[1, "two"] = 5
y: int


def f(a: b.c, *, k: (1 + 2) = 0) -> print("never called"):
    pass


class C:
    field: list[C] = None
    other: 1 / 0

    def method(self, x: Missing) -> C: ...


print(__annotations__, annotations)
print(f.__annotations__, C.__annotations__, C.method.__annotations__)
__annotations__["z"] = "by hand"
print(sorted(__annotations__), x)
