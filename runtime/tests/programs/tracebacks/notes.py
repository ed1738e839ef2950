"""Notes on exceptions are printed below them."""


def fail():
    error = ValueError("has notes")
    error.add_note("the first note")
    error.add_note("a note\nof two lines")
    error.__notes__.append(5)
    raise error


try:
    fail()
except ValueError as error:
    error.add_note("added on the way")
    raise
