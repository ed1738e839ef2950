"""An indentation error at start-up."""

def f():
print("not indented")
