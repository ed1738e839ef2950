"""An uncaught exception group is printed as a tree."""


def make(kind, text):
    try:
        raise kind(text)
    except Exception as error:
        return error


inner = ExceptionGroup("inner", [make(KeyError, "k"), TypeError("never raised")])
inner.add_note("a note on the inner group")
raise ExceptionGroup("several things failed", [make(ValueError, "v"), inner,
                                               make(OSError, "o")]) from make(RuntimeError, "cause")
