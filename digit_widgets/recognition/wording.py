"""Wording: one rule for how probabilities, scores and states of a prediction are written.

Headline, bars, tables, tooltips, the terminal and the words for screen readers all take theirs from
here, so that one reading is told alike everywhere.
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

#: What stands in a label's place, as it stands within a sentence.
NOTHING = "nothing drawn"
ONE_DOT = "only a dot"
ONLY_DOTS = "only dots"
REJECTED = "not a digit"
FAILED = "no reading"


def invitation(labels: Iterable[str]) -> str:
    """Say what to do with a blank pad, by what may be read on it."""
    return "Draw a digit" if set(labels) <= set("0123456789") else "Draw here"


def percent(share: float) -> str:
    """Write a probability, a product of some, or a score: ">99%", "97%", "<1%".

    Whole percents, since a drawing's next point changes more than their fractions. What would be
    rounded to 100 or to 0 is written as ">99%" and "<1%", 1.0 and 0.0 themselves too: float32 holds
    nothing between 0.99999994 and 1, so that a 1.0 is a network's rounding and no certainty; and of
    every value both are true. Signs and not words, because they have room everywhere: at the end of
    a full bar, and under each digit of a number on a phone.

    Parameters
    ----------
    share
        In 0..1.

    Raises
    ------
    ValueError
        NaN, which `check_probabilities` and `scored` let through from no model.
    """
    return _format_percent(share, "<{}%", "{}%", ">{}%")


def spoken_percent(share: float) -> str:
    """Say what `percent` writes: "over 99 percent", "97 percent", "under 1 percent".

    Many voices leave out signs.
    """
    return _format_percent(share, "under {} percent", "{} percent", "over {} percent")


def is_slight(share: float) -> bool:
    """Tell whether a share in 0..1 is one that `percent` writes as "<1%"."""
    return _round_percent(share) < 1


def likeness(score: float) -> str:
    """Write how much a drawing looks like a digit, in 0..1: "looks like a digit: 54%"."""
    return f"looks like a digit: {percent(score)}"


def spoken_likeness(score: float) -> str:
    """Say what `likeness` writes: "looks like a digit, 54 percent"."""
    return f"looks like a digit, {spoken_percent(score)}"


def sentence(words: str) -> str:
    """Begin some words with a capital letter, and leave the others as they are."""
    return words[:1].upper() + words[1:]


def _format_percent(share: float, under: str, within: str, over: str) -> str:
    whole = _round_percent(share)
    if whole < 1:
        return under.format(1)
    return over.format(99) if whole > 99 else within.format(whole)


def _round_percent(share: float) -> int:
    """Round to whole percent, halves upwards; as a Python float, so that float32 is alike."""
    return floor(100 * float(share) + 0.5)
