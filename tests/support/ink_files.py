"""Drawings written as files of pen strokes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.ink import Ink

__all__ = ["write_ink"]


def write_ink(file: Path, inks: Sequence[Ink], **arrays: NDArray[Any]) -> Path:
    """Write drawings as an ``.npz`` file of pen strokes, and return its path.

    Parameters
    ----------
    arrays
        Further arrays of the file: ``labels``, ``writers``, ``alphabets``.
    """
    strokes = [stroke.points for ink in inks for stroke in ink.strokes]
    np.savez(
        file,
        points=np.concatenate(strokes),
        stroke_offsets=np.cumsum([0, *map(len, strokes)]),
        glyph_offsets=np.cumsum([0, *(len(ink.strokes) for ink in inks)]),
        **arrays,
    )
    return file
