"""Letters whose shape is a digit's: neither learnt as non-digits nor counted."""

from __future__ import annotations

__all__ = ["LIKE_DIGITS"]

#: Letters whose shape is a digit's: neither learnt as non-digits nor counted.
LIKE_DIGITS = frozenset("OoIilSsZzbgq")
