"""Letters like digits: those that nobody can tell from one by its shape."""

from __future__ import annotations

__all__ = ["LIKE_DIGITS"]

#: Latin letters whose shape is a digit's: O is a 0, I and l are a 1, Z is a 2, S is a 5, b is a 6,
#: g and q are a 9. They are not learnt as non-digits, and it is no mistake to take them for digits.
#: Drawings of other alphabets can be marked as like digits in their file.
LIKE_DIGITS = frozenset("OoIilSsZzbgq")
