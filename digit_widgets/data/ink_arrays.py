"""Ink arrays: the layout of an ``.npz`` file of drawings, checked, and its drawings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.npz import load_arrays
from digit_widgets.errors import DataError, InkError
from digit_widgets.ink import Ink

__all__ = ["load_ink_arrays"]

_KEYS = ("points", "stroke_offsets", "glyph_offsets")


def load_ink_arrays(
    path: Path,
    what: str,
    *,
    groups: Sequence[str],
    marks: Sequence[str] = (),
    required: Sequence[str] = (),
) -> tuple[tuple[Ink, ...], dict[str, NDArray[Any]]]:
    """Load the drawings of a file, and its arrays by name.

    Parameters
    ----------
    path
        An ``.npz`` file.
    what
        What it should hold, for messages.
    groups
        Names of optional arrays of (N,) names or whole numbers, such as ``writers``.
    marks
        Names of optional arrays of (N,) bool.
    required
        Names of further arrays that it must have.

    Raises
    ------
    DataError
        The file is missing or unreadable, or its arrays do not fit together.
    """
    arrays = load_arrays(path, (*_KEYS, *required), what, optional=(*groups, *marks))
    for problem in _find_problems(arrays, groups, marks):
        raise DataError(f"{path.name} does not hold {what}: {problem}.")
    try:
        return tuple(_split_inks(*(arrays[key] for key in _KEYS))), arrays
    except InkError as error:
        raise DataError(f"{path.name}: {error}") from None


def _split_inks(
    points: NDArray[np.generic], strokes: NDArray[np.generic], glyphs: NDArray[np.generic]
) -> Iterator[Ink]:
    cuts = strokes.astype(np.int64)
    for first, last in np.lib.stride_tricks.sliding_window_view(glyphs.astype(np.int64), 2):
        yield Ink.from_strokes(points[cuts[s] : cuts[s + 1]] for s in range(first, last))


def _find_problems(
    arrays: dict[str, NDArray[Any]], groups: Sequence[str], marks: Sequence[str]
) -> Iterator[str]:
    points, strokes, glyphs = (arrays[key] for key in _KEYS)
    if points.ndim != 2 or points.shape[1] != 2:
        yield f"points are of shape {points.shape}, not (P, 2)"
    for name, offsets, end in (
        ("stroke_offsets", strokes, len(points)),
        ("glyph_offsets", glyphs, strokes.size - 1),
    ):
        if offsets.ndim != 1 or not np.issubdtype(offsets.dtype, np.integer) or len(offsets) < 2:
            yield f"{name} are not a list of whole numbers"
        elif offsets[0] != 0 or offsets[-1] != end or not (np.diff(offsets.astype(int)) > 0).all():
            yield f"{name} do not rise from 0 to {end}"
    n = len(glyphs) - 1
    if (labels := arrays.get("labels")) is not None:
        if labels.shape != (n,) or not np.issubdtype(labels.dtype, np.integer):
            yield f"labels are of shape {labels.shape}, not ({n},) whole numbers"
        elif labels.min() < 0 or labels.max() > 9:
            yield f"labels go from {labels.min()} to {labels.max()}, not 0..9"
    for name in groups:
        group = arrays.get(name)
        if group is not None and (group.shape != (n,) or group.dtype.kind not in "iuU"):
            yield f"{name} are {group.dtype} of shape {group.shape}, not ({n},) names or numbers"
    for name in marks:
        mark = arrays.get(name)
        if mark is not None and (mark.shape != (n,) or mark.dtype != np.bool_):
            yield f"{name} are {mark.dtype} of shape {mark.shape}, not ({n},) bool"
