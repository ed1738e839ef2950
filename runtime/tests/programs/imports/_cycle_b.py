"""The other half of a cycle."""

print("b starts")
import _cycle_a

seen = hasattr(_cycle_a, "value")
value = "b's value"
try:
    from _cycle_a import value as other
except ImportError as error:
    print(type(error).__name__, str(error).split(" (")[0])
