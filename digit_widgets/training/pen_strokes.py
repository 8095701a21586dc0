"""Labelled digits as pen strokes, from an ``.npz`` file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import DataError, InkError
from digit_widgets.ink import Ink
from digit_widgets.training.archives import expanded, load_arrays

__all__ = ["PenDigits", "load_pen_digits"]

_KEYS = ("points", "stroke_offsets", "glyph_offsets", "labels")


@dataclass(frozen=True, slots=True)
class PenDigits:
    """Digits as they were drawn.

    Attributes
    ----------
    inks
        One drawing a digit.
    labels
        (N,) int64 in 0..9.
    """

    inks: tuple[Ink, ...]
    labels: NDArray[np.int64]


def load_pen_digits(path: str | Path) -> PenDigits:
    """Load digits drawn as strokes.

    Parameters
    ----------
    path
        An ``.npz`` file with ``points`` (P, 2), x right and y down in any unit;
        ``stroke_offsets`` (S + 1,) into points; ``glyph_offsets`` (N + 1,) into strokes;
        ``labels`` (N,) in 0..9. Further arrays are left alone.

    Raises
    ------
    DataError
        A missing or unreadable file, or arrays that do not fit together.
    """
    path = expanded(path)
    arrays = load_arrays(path, _KEYS, "labelled pen strokes")
    for problem in _problems(**arrays):
        raise DataError(f"{path.name} does not hold labelled pen strokes: {problem}.")
    try:
        inks = tuple(_inks(arrays["points"], arrays["stroke_offsets"], arrays["glyph_offsets"]))
    except InkError as error:
        raise DataError(f"{path.name}: {error}") from None
    return PenDigits(inks, arrays["labels"].astype(np.int64))


def _inks(
    points: NDArray[np.generic], strokes: NDArray[np.generic], glyphs: NDArray[np.generic]
) -> Iterator[Ink]:
    cuts = strokes.astype(np.int64)
    for first, last in np.lib.stride_tricks.sliding_window_view(glyphs.astype(np.int64), 2):
        yield Ink.from_strokes(points[cuts[s] : cuts[s + 1]] for s in range(first, last))


def _problems(
    points: NDArray[np.generic],
    stroke_offsets: NDArray[np.generic],
    glyph_offsets: NDArray[np.generic],
    labels: NDArray[np.generic],
) -> Iterator[str]:
    if points.ndim != 2 or points.shape[1] != 2:
        yield f"points are of shape {points.shape}, not (P, 2)"
    for name, offsets, end in (
        ("stroke_offsets", stroke_offsets, len(points)),
        ("glyph_offsets", glyph_offsets, stroke_offsets.size - 1),
    ):
        if offsets.ndim != 1 or not np.issubdtype(offsets.dtype, np.integer) or len(offsets) < 2:
            yield f"{name} are not a list of whole numbers"
        elif offsets[0] != 0 or offsets[-1] != end or not (np.diff(offsets.astype(int)) > 0).all():
            yield f"{name} do not rise from 0 to {end}"
    if labels.shape != (len(glyph_offsets) - 1,) or not np.issubdtype(labels.dtype, np.integer):
        yield f"labels are of shape {labels.shape}, not ({len(glyph_offsets) - 1},) whole numbers"
    elif labels.min() < 0 or labels.max() > 9:
        yield f"labels go from {labels.min()} to {labels.max()}, not 0..9"
