"""Second module of the package."""

two = 2
