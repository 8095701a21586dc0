"""Axis labels: class names, measured and shortened to fit on a chart."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

__all__ = ["axis_keys", "measure_text", "shorten_label"]

_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_JOINER = "\N{ZERO WIDTH JOINER}"
_MARK = "\N{RIGHT-TO-LEFT MARK}"
#: Character widths as shares of the font size: those of DejaVu Sans, which is wider than most
#: pages' fonts, rounded up. With a wider font, at most the edge of a letter is cut off.
_NARROW, _BROAD, _CAPITAL, _USUAL, _FULL, _PICTURE = 0.42, 1.0, 0.79, 0.66, 1.05, 1.4
_NARROW_LETTERS = frozenset(" iljtfrI.,:;'|!()[]{}/\\-\"`")
_BROAD_LETTERS = frozenset("mwMW@%&\N{EM DASH}" + _ELLIPSIS)


def measure_text(text: str, size: float) -> float:
    """Return the largest width of a text in CSS pixels, at a font size in CSS pixels."""
    return size * sum(map(_share, _clusters(text)))


def shorten_label(text: str, size: float, room: float) -> str:
    """Return a text that is no wider than `room` CSS pixels, with an ellipsis if it was cut.

    Letters are kept with their accents, and the parts of an emoji are kept together.
    """
    text = " ".join(text.split())
    if measure_text(text, size) <= room:
        return text
    left = room - measure_text(_ELLIPSIS, size)
    kept = ""
    for cluster in _clusters(text):
        left -= size * _share(cluster)
        if left < 0:
            break
        kept += cluster
    # In right-to-left text, the ellipsis belongs on the left.
    ends = _MARK if kept and _is_from_right(kept) else ""
    return f"{kept.rstrip()}{_ELLIPSIS}{ends}"


def axis_keys(labels: Sequence[str]) -> list[str]:
    """Return unique keys for labels on an axis: the labels themselves, or their numbers."""
    return list(labels) if len(set(labels)) == len(labels) else [f"{i}" for i in range(len(labels))]


def _clusters(text: str) -> list[str]:
    """Split a text into what people see as one letter or emoji."""
    clusters: list[str] = []
    for letter in text:
        flag = _is_flag(letter)
        joins = unicodedata.category(letter) in {"Mn", "Me", "Mc", "Cf"} or (
            0x1F3FB <= ord(letter) <= 0x1F3FF
        )
        if clusters and (
            joins
            or clusters[-1].endswith(_JOINER)
            or (flag and len(clusters[-1]) == 1 and _is_flag(clusters[-1]))
        ):
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return clusters


def _share(cluster: str) -> float:
    """Return a cluster's width as a share of the font size."""
    letter = cluster[0]
    if ord(letter) >= 0x1F000 or "\N{VARIATION SELECTOR-16}" in cluster:
        share = _PICTURE
    elif letter in _NARROW_LETTERS:
        share = _NARROW
    elif unicodedata.east_asian_width(letter) in {"W", "F"}:
        share = _FULL
    elif unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
        share = 0.0
    elif letter in _BROAD_LETTERS or ord(letter) >= 0x590:
        # Beyond Latin, Greek and Cyrillic, letters may be as broad as an m.
        share = _BROAD
    else:
        share = _CAPITAL if letter.isupper() else _USUAL
    return share


def _is_flag(letter: str) -> bool:
    return 0x1F1E6 <= ord(letter) <= 0x1F1FF


def _is_from_right(text: str) -> bool:
    strong = [unicodedata.bidirectional(letter) for letter in text]
    return next((each for each in reversed(strong) if each in {"L", "R", "AL"}), "L") != "L"
