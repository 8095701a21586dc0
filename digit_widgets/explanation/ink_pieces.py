"""Ink pieces: short parts of a drawing's strokes, each drawn alone in the drawing's own frame.

A drawing without some of its pieces is the brightest of the others at each pixel, so that any
number of variants costs little more than the pieces themselves. The frame stays: taking a piece
away neither moves nor enlarges the rest, which would change the reading by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ArgumentError
from digit_widgets.imaging import PEN_WIDTH, is_dot
from digit_widgets.imaging.ink_normalizer import PlacedInk, find_specks, place_ink
from digit_widgets.imaging.raster import rasterize_paths
from digit_widgets.ink import Ink, Stroke, flatten_curves
from digit_widgets.ink.curves import as_complex
from digit_widgets.ink.strokes import check_ink

__all__ = ["InkPieces", "cut_ink"]

#: Shortest piece, in pixels of the 28×28 image: shorter than the pen is wide.
_SHORTEST = 1.7
#: About as many pieces as one batch may have for a live update.
_MOST = 40

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class InkPieces:
    """A drawing cut into P pieces, in the order in which they were drawn.

    Attributes
    ----------
    ink
        The drawing; specks, which the normaliser leaves out, are in no piece.
    strokes
        (P,) int: the index in ``ink.strokes`` of each piece's stroke.
    paths
        P arrays (N, 2) float64: the points of each piece, in the drawing's unit. A piece begins at
        the point where the one before it on the same stroke ends.
    lengths
        (P,) float64: their lengths, in the drawing's unit.
    images
        (P, 28, 28) float32 in 0..1: each piece alone, where `normalize_ink` draws it.
    placed
        Where the drawing lies in the image.
    """

    ink: Ink
    strokes: NDArray[np.intp]
    paths: tuple[_Floats, ...]
    lengths: _Floats
    images: NDArray[np.float32]
    placed: PlacedInk

    def __len__(self) -> int:
        return len(self.paths)

    @property
    def image(self) -> NDArray[np.float32]:
        """(28, 28) float32 in 0..1: the whole drawing, as `normalize_ink` gives it."""
        return np.asarray(self.images.max(axis=0))

    @property
    def stroke_spans(self) -> tuple[tuple[int, int], ...]:
        """The first and last piece of each stroke, in order."""
        groups = [list(group) for _, group in groupby(range(len(self)), self.strokes.__getitem__)]
        return tuple((group[0], group[-1]) for group in groups)

    def remove(self, first: NDArray[np.intp], last: NDArray[np.intp]) -> NDArray[np.float32]:
        """Return images of the drawing, each without some successive pieces.

        Parameters
        ----------
        first, last
            (N,) indices of the first and the last piece that is missing.

        Returns
        -------
        (N, 28, 28) float32 in 0..1.
        """
        nothing = np.zeros((1, *self.images.shape[1:]), np.float32)
        before = np.concatenate([nothing, np.maximum.accumulate(self.images)])
        after = np.concatenate([nothing, np.maximum.accumulate(self.images[::-1])])[::-1]
        return np.asarray(np.maximum(before[first], after[last + 1]))

    def erase(self, first: int, last: int) -> Ink:
        """Return the drawing without some successive pieces of one stroke.

        The rest of that stroke stays in place, as one stroke or two, and consists of straight lines
        from then on.
        """
        index = int(self.strokes[first])
        on_stroke = np.flatnonzero(self.strokes == index)
        width = self.ink.strokes[index].width
        remains = [
            Stroke(join_paths([self.paths[piece] for piece in kept]), width)
            for kept in (on_stroke[on_stroke < first], on_stroke[on_stroke > last])
            if len(kept)
        ]
        strokes = list(self.ink.strokes)
        return Ink((*strokes[:index], *remains, *strokes[index + 1 :]))


def join_paths(paths: list[_Floats]) -> _Floats:
    """Join paths of which each begins where the one before ends."""
    return np.concatenate([paths[0], *(path[1:] for path in paths[1:])])


def cut_ink(ink: Ink) -> InkPieces:
    """Cut a drawing into about 40 pieces or fewer, of equal length within each stroke.

    Parameters
    ----------
    ink
        The drawing. Each of its strokes, but the specks, has at least one piece.

    Raises
    ------
    ArgumentError
        Not an `Ink`, or nothing or only a dot is drawn, which no model receives.
    """
    check_ink(ink)
    if ink.is_blank or is_dot(ink):
        raise ArgumentError("Nothing, or only a dot, is drawn: there are no pieces to cut.")
    lines = flatten_curves(ink)
    indices = [index for index, is_speck in enumerate(find_specks(lines)) if not is_speck]
    lines = Ink(tuple(lines.strokes[index] for index in indices))
    placed = place_ink(lines)
    extents = [_positions(stroke.points)[-1] for stroke in placed.ink.strokes]
    size = max(_SHORTEST, sum(extents) / _MOST)
    strokes: list[int] = []
    lengths: list[float] = []
    paths: list[_Floats] = []
    drawn_paths: list[_Floats] = []
    for index, drawn, there, extent in zip(
        indices, lines.strokes, placed.ink.strokes, extents, strict=True
    ):
        count = max(1, round(extent / size))
        positions = _positions(there.points)
        paths += _cut(drawn.points, positions, count)
        drawn_paths += _cut(there.points, positions, count)
        strokes += [index] * count
        lengths += [extent / count / placed.scale] * count
    images = rasterize_paths(drawn_paths, PEN_WIDTH)
    return InkPieces(ink, np.array(strokes), tuple(paths), np.array(lengths), images, placed)


def _positions(points: _Floats) -> _Floats:
    """Return the length of a path up to each of its points."""
    positions = np.zeros(len(points))
    np.cumsum(np.abs(np.diff(as_complex(points))), out=positions[1:])
    return positions


def _cut(points: _Floats, positions: _Floats, count: int) -> list[_Floats]:
    """Cut a path into pieces that are equally long by its positions, which never decrease."""
    if count == 1:
        return [points]
    cuts = np.linspace(0.0, positions[-1], count + 1)[1:-1]
    x, y = (np.interp(cuts, positions, points[:, axis]) for axis in (0, 1))
    at = np.stack([x, y], axis=1)
    left = np.searchsorted(positions, cuts, side="left")
    right = np.searchsorted(positions, cuts, side="right")
    pieces = []
    start = points[:0]
    first = 0
    for place, stop, following in zip(at, left, right, strict=True):
        pieces.append(np.concatenate([start, points[first:stop], place[np.newaxis]]))
        start, first = place[np.newaxis], following
    pieces.append(np.concatenate([start, points[first:]]))
    return pieces
