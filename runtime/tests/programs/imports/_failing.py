"""Fails while it is imported."""

before = 1
raise ValueError("failing on purpose")
