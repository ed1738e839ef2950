"""Uncaught NameErrors, AttributeErrors and TypeErrors suggest what may have been meant."""

import sys
import math


class Shape:
    def __init__(self):
        self.colour = 1

    def area(self):
        return self.widht * heigth

    width = 5

    def bare(self):
        return colour


height = 3


def keyword(first=1, second=2):
    pass


def local_names(value):
    return vlaue


for action in (lambda: Shape().color, lambda: Shape().area(), lambda: hieght, lambda: local_names(1),
               lambda: keyword(frist=1), lambda: pritn("x"), lambda: [].appendd(1), lambda: "x".uper(),
               lambda: math.squrt, lambda: Shape().bare(),
               lambda: nothing_like_it_at_all, lambda: Shape.nope_nope, lambda: time.time()):
    try:
        action()
    except Exception:
        sys.excepthook(*sys.exc_info())
