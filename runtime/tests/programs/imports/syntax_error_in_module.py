"""A syntax error in an imported file."""

import _broken
