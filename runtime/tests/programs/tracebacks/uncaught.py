"""An uncaught exception below several calls, with carets under what failed."""


class Shape:
    def __init__(self, sides):
        self.sides = sides

    def perimeter(self):
        return sum(side.length for side in self.sides)


def report(shapes):
    for shape in shapes:
        print("perimeter", shape.perimeter())


report([Shape([])])
report([Shape([1, 2])])
