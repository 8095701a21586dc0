"""Wording: writes probabilities, scores and the states of a prediction, by one rule.

Headlines, bars, tables, tooltips, the terminal and the words for screen readers all use it: one
prediction reads the same everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import floor

__all__ = [
    "DOUBTFUL",
    "FAILED",
    "NOTHING",
    "NOT_FOUND",
    "ONE_DOT",
    "ONLY_DOTS",
    "REJECTED",
    "SEVERAL",
    "SIGN",
    "UNCLEAR",
    "count_images",
    "invitation",
    "is_slight",
    "left_out",
    "likeness",
    "likeness_heading",
    "percent",
    "rejection",
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
SIGN = "a sign"
UNCLEAR = "unclear"
SEVERAL = "several digits"
#: For an image.
NOT_FOUND = "no digit found"
DOUBTFUL = "digits may be missing or parted wrongly"


def invitation(labels: Iterable[str]) -> str:
    """Return an invitation to draw on a blank pad, depending on its labels."""
    kind = _kind(labels)
    return f"Draw a {kind}" if kind else "Draw here"


def rejection(labels: Iterable[str]) -> str:
    """Return the words for a drawing that is rejected: "not a digit", "not a letter"."""
    kind = _kind(labels)
    return f"not a {kind}" if kind else "none of these"


def likeness_heading(labels: Iterable[str]) -> str:
    """Return the words before a score: "looks like a digit"."""
    kind = _kind(labels)
    return f"looks like a {kind}" if kind else "looks like one of these"


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


def likeness(score: float, labels: Iterable[str] = "0") -> str:
    """Format how much a drawing looks like a digit, in 0..1: "looks like a digit: 54%"."""
    return f"{likeness_heading(labels)}: {percent(score)}"


def spoken_likeness(score: float, labels: Iterable[str] = "0") -> str:
    """Spell out `likeness` for speech: "looks like a digit, 54 percent"."""
    return f"{likeness_heading(labels)}, {spoken_percent(score)}"


def left_out(kinds: Sequence[str]) -> str:
    """Return what was left out: "left out: 2 dots, 1 line"; "" if nothing was.

    Parameters
    ----------
    kinds
        What each part is, a noun that takes an "s" for several: "dot".
    """
    told = [f"{n} {kind}{'s' * (n > 1)}" for kind, n in Counter(kinds).items()]
    return f"left out: {', '.join(told)}" if told else ""


def sentence(words: str) -> str:
    """Capitalise the first letter, and leave the rest unchanged."""
    return words[:1].upper() + words[1:]


def _kind(labels: Iterable[str]) -> str:
    """Return what the labels are, "digit" or "letter"; "" if they are neither."""
    names = set(labels)
    if names <= set("0123456789"):
        return "digit"
    return "letter" if all(len(name) == 1 and name.isalpha() for name in names) else ""


def _format_percent(share: float, under: str, within: str, over: str) -> str:
    whole = _round_percent(share)
    if whole < 1:
        return under.format(1)
    return over.format(99) if whole > 99 else within.format(whole)


def _round_percent(share: float) -> int:
    """Round to whole percent, halves upwards; via a Python float, so that float32 rounds alike."""
    return floor(100 * float(share) + 0.5)


def count_images(n: int) -> str:
    """Return a number of images in words."""
    return "1 image" if n == 1 else f"{n:,} images"
