"""A package."""

print("package runs", __name__, __package__)
from . import first
from .second import two

name = "package"
