"""Imports a module that imports this one."""

print("a starts")
import _cycle_b

value = "a's value"
print("a sees", _cycle_b.value, _cycle_b.seen)
