"""Wording: writes probabilities, scores and the states of a prediction, by one rule.

Headlines, bars, tables, tooltips, the terminal and the words for screen readers all use it: one
prediction reads the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import floor

__all__ = [
    "FAILED",
    "NOTHING",
    "ONE_DOT",
    "ONLY_DOTS",
    "REJECTED",
    "invitation",
    "is_slight",
    "likeness",
    "percent",
    "sentence",
    "spoken_likeness",
    "spoken_percent",
]

#: Words in place of a label, in the form they have within a sentence.
NOTHING = "nothing drawn"
ONE_DOT = "only a dot"
ONLY_DOTS = "only dots"
REJECTED = "not a digit"
FAILED = "no reading"


def invitation(labels: Iterable[str]) -> str:
    """Return an invitation to draw on a blank pad, depending on its labels."""
    return "Draw a digit" if set(labels) <= set("0123456789") else "Draw here"


def percent(share: float) -> str:
    """Format a probability, a product of some, or a score: ">99%", "97%", "<1%".

    Percents are whole, since a drawing's next point changes more than their fractions. A value that
    would round to 100 or to 0 is written ">99%" or "<1%", even 1.0 and 0.0 themselves: float32 has
    no number between 0.99999994 and 1, so a 1.0 is a network's rounding and not certainty, and
    every value is written by the same rule. Signs are used because they fit everywhere: at the end
    of a full bar, and under each digit of a number on a phone.

    Parameters
    ----------
    share
        In 0..1.

    Raises
    ------
    ValueError
        NaN, which `check_probabilities` and `check_scores` never let through.
    """
    return _format_percent(share, "<{}%", "{}%", ">{}%")


def spoken_percent(share: float) -> str:
    """Spell out `percent` for speech: "over 99 percent", "97 percent", "under 1 percent".

    Many voices leave out signs.
    """
    return _format_percent(share, "under {} percent", "{} percent", "over {} percent")


def is_slight(share: float) -> bool:
    """Return True if `percent` writes a share in 0..1 as "<1%"."""
    return _round_percent(share) < 1


def likeness(score: float) -> str:
    """Format how much a drawing looks like a digit, in 0..1: "looks like a digit: 54%"."""
    return f"looks like a digit: {percent(score)}"


def spoken_likeness(score: float) -> str:
    """Spell out `likeness` for speech: "looks like a digit, 54 percent"."""
    return f"looks like a digit, {spoken_percent(score)}"


def sentence(words: str) -> str:
    """Capitalise the first letter, and leave the rest unchanged."""
    return words[:1].upper() + words[1:]


def _format_percent(share: float, under: str, within: str, over: str) -> str:
    whole = _round_percent(share)
    if whole < 1:
        return under.format(1)
    return over.format(99) if whole > 99 else within.format(whole)


def _round_percent(share: float) -> int:
    """Round to whole percent, halves upwards; via a Python float, so that float32 rounds alike."""
    return floor(100 * float(share) + 0.5)
