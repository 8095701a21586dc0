"""Ticks: round numbers for the axes of charts."""

from __future__ import annotations

import numpy as np

__all__ = ["round_ticks"]


def round_ticks(low: float, high: float, *, beyond: bool = False) -> list[float]:
    """Return at most six round numbers from low to high, or to the first one beyond it.

    The front end's own ticks divide the range evenly, into values such as -0.05 and 101 %.
    """
    rough = (high - low) / 5
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(step for step in (power, 2 * power, 5 * power, 10 * power) if step >= 0.999 * rough)
    first, last = np.ceil(low / step - 1e-6) + 0.0, np.floor(high / step + 1e-6)
    if beyond:
        last = np.ceil(high / step - 1e-6)
    return [float(tick) for tick in np.round(np.arange(first, last + 1) * step, 10)]
