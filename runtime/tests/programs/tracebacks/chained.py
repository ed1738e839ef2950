"""Chained exceptions, uncaught: an explicit cause, then a context."""


def load(table, key):
    try:
        return table[key]
    except KeyError as error:
        raise ValueError(f"no entry {key!r}") from error


def retry(table):
    try:
        load(table, "missing")
    except ValueError:
        table.absent()


retry({})
