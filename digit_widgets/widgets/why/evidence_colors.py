"""Evidence colours: how strongly something speaks for a label or against it, as a colour.

Never by colour alone: what speaks against is also hollow, in the drawing and in pictures.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from digit_widgets.widgets.parts.colors import SPEAKS_AGAINST, SPEAKS_FOR, SPEAKS_NEITHER

__all__ = ["NEITHER", "find_levels", "level_color"]

#: Strength from which something is coloured at all, and number of steps of colour to the strongest.
_LEAST, _STEPS = 0.15, 3
#: Evidence that is shown at full strength even if nothing is stronger: a factor of 2 in the odds.
_FULL = math.log(2)


def find_levels(evidence: NDArray[np.floating]) -> NDArray[np.intp]:
    """Return steps of strength: 3 for what speaks most for a label, -3 for what does so against it.

    Parameters
    ----------
    evidence
        Numbers of any shape, as `Question.weigh_parts` gives them. The largest, or a factor of 2
        in the odds if that is larger, has full strength.

    Returns
    -------
    int in -3..3, of the same shape; 0 for what makes little difference.
    """
    strength = evidence / max(float(np.abs(evidence).max(initial=0)), _FULL)
    steps = np.ceil((np.abs(strength) - _LEAST) / (1 - _LEAST) * _STEPS).clip(0, _STEPS)
    return np.asarray(np.sign(strength) * steps, np.intp)


def level_color(level: int) -> tuple[int, int, int]:
    """Return the colour of a step of strength, as red, green and blue in 0..255."""
    full = SPEAKS_FOR if level > 0 else SPEAKS_AGAINST
    share = abs(level) / _STEPS
    mixed = (
        round(neither + (color - neither) * share)
        for color, neither in zip(full, SPEAKS_NEITHER, strict=True)
    )
    red, green, blue = mixed
    return red, green, blue


#: CSS colour of what makes little difference.
NEITHER = f"rgb{SPEAKS_NEITHER}"
