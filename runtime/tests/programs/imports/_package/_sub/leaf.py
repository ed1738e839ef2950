"""A leaf."""

from . import three
from ... import nothing_above
