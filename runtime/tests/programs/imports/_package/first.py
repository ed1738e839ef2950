"""First module of the package."""

from .second import two as imported

one = imported - 1
