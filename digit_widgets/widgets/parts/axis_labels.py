"""Axis labels: names of classes, measured and shortened to the room on a chart."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

__all__ = ["axis_keys", "measure_text", "shorten_label"]

_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_JOINER = "\N{ZERO WIDTH JOINER}"
_MARK = "\N{RIGHT-TO-LEFT MARK}"
#: Widths in shares of the letters' size: those of DejaVu Sans, which is wider than what most pages
#: have, rounded up. Whoever has a wider font still loses no more than an edge of a letter.
_NARROW, _BROAD, _CAPITAL, _USUAL, _FULL, _PICTURE = 0.42, 1.0, 0.79, 0.66, 1.05, 1.4
_NARROW_LETTERS = frozenset(" iljtfrI.,:;'|!()[]{}/\\-\"`")
_BROAD_LETTERS = frozenset("mwMW@%&\N{EM DASH}" + _ELLIPSIS)


def measure_text(text: str, size: float) -> float:
    """Return how many CSS pixels a text takes at most, in letters of a size in CSS pixels."""
    return size * sum(map(_share, _clusters(text)))


def shorten_label(text: str, size: float, room: float) -> str:
    """Return a text that is no wider than some CSS pixels, with an ellipsis for what is left out.

    What belongs together, as a letter and its accents or the parts of an emoji, is not cut.
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
    # Of what is written from the right, the ellipsis stands at the left.
    ends = _MARK if kept and _is_from_right(kept) else ""
    return f"{kept.rstrip()}{_ELLIPSIS}{ends}"


def axis_keys(labels: Sequence[str]) -> list[str]:
    """Return what stands for labels on an axis, where no two may be the same."""
    return list(labels) if len(set(labels)) == len(labels) else [f"{i}" for i in range(len(labels))]


def _clusters(text: str) -> list[str]:
    """Part a text into what people take for one letter or image."""
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
    """Return a cluster's width as a share of the letters' size."""
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
