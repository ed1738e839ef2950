"""A package in the package."""

from ..second import two
from .. import name as parent_name

three = two + 1
