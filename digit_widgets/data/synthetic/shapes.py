"""Shapes: what visitors draw that is not a digit, by rules and different each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from digit_widgets.data.synthetic.arrows import ARROWS
from digit_widgets.data.synthetic.creatures import CREATURES
from digit_widgets.data.synthetic.hand import draw_by_hand
from digit_widgets.data.synthetic.houses import HOUSES
from digit_widgets.data.synthetic.outlines import OUTLINES
from digit_widgets.data.synthetic.paths import Paths
from digit_widgets.data.synthetic.scrawls import SCRAWLS
from digit_widgets.data.synthetic.signs import SIGNS
from digit_widgets.data.synthetic.things import THINGS
from digit_widgets.ink import Ink

__all__ = ["SHAPES", "draw_shape", "random_shape"]

#: Every kind of shape, with the function that returns its exact paths. What has a digit's shape is
#: left out: a ring, an upright line, and whatever looks like one of them.
SHAPES: Mapping[str, Callable[[np.random.Generator], Paths]] = {
    **OUTLINES,
    **ARROWS,
    **HOUSES,
    **SIGNS,
    **CREATURES,
    **THINGS,
    **SCRAWLS,
}
_KINDS = tuple(SHAPES)
#: Shapes that would be rings without their corners.
_KEEP_CORNERS = frozenset(
    ("square", "diamond", "pentagon", "hexagon", "parallelogram", "trapezoid", "half disc")
)
#: Share of drawings of many strokes that lack one.
_INCOMPLETE = 0.03
_MANY = 5


def random_shape(rng: np.random.Generator) -> Ink:
    """Draw a shape of a random kind; all kinds are equally likely."""
    return draw_shape(_KINDS[int(rng.integers(len(_KINDS)))], rng)


def draw_shape(kind: str, rng: np.random.Generator) -> Ink:
    """Draw a shape of one kind, a key of `SHAPES`."""
    paths = SHAPES[kind](rng)
    if len(paths) >= _MANY and rng.random() < _INCOMPLETE:
        del paths[int(rng.integers(len(paths)))]
    return draw_by_hand(paths, rng, round_corners=kind not in _KEEP_CORNERS)
