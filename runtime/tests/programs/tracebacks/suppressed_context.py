"""`from None` hides the context; output before the failure is kept, finally blocks run."""

print("before")
try:
    try:
        int("not a number")
    except ValueError:
        raise RuntimeError("replaced") from None
finally:
    print("finally runs")
