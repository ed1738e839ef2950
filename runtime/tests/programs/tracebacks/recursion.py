"""A recursion error folds repeated lines."""


def down(n):
    return down(n + 1) + 1


down(0)
