"""Disturbances: six ways to change images of digits, each with the range of its strength."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ArgumentError
from digit_widgets.evaluation.image_changes import (
    add_noise,
    change_pen,
    resize,
    shift,
    shuffle,
    turn,
)

__all__ = ["DISTURBANCES", "Disturbance", "disturb", "find_disturbance"]

Images = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Disturbance:
    """A way to change images, and the strengths that make sense.

    Attributes
    ----------
    name
        "shift", "turn", "size", "noise", "pen width" or "shuffled pixels".
    unit
        What a strength above 0 means: "pixels to the right".
    low, high, step
        The lowest strength, at most 0, the highest, and the distance of two that look different.
    apply
        Changes (N, 28, 28) float32 images in 0..1, N ≥ 1, by a strength and a source of chance into
        the same; its input stays as it is.
    more, less
        A strength above 0 and one below it in words, with its amount as ``{}``.
    """

    name: str
    unit: str
    low: float
    high: float
    step: float
    apply: Callable[[Images, float, np.random.Generator], Images]
    more: str
    less: str = ""

    @property
    def strengths(self) -> tuple[float, ...]:
        """All strengths from the lowest to the highest, a step apart; 0 is among them."""
        first, last = round(self.low / self.step), round(self.high / self.step)
        return tuple(self.step * place for place in range(first, last + 1))

    def describe(self, strength: float) -> str:
        """Return a strength in words: "6 pixels to the right", "30° clockwise", "unchanged"."""
        if strength == 0:
            return "unchanged"
        words = (self.more if strength > 0 else self.less).format(f"{abs(strength):g}")
        return words.replace("pixels", "pixel", 1) if abs(strength) == 1 else words

    def check(self, strength: Any) -> float:
        """Return a strength as a float; raise ArgumentError if it is not one from low to high."""
        is_number = isinstance(strength, Real) and not isinstance(strength, bool | np.bool_)
        if not (is_number and self.low <= strength <= self.high):
            raise ArgumentError(
                f"The strength of {self.name!r} is a number from {self.low:g} to {self.high:g}, in "
                f"{self.unit}, not {strength!r:.80}."
            )
        return float(strength)


#: All disturbances, by name.
DISTURBANCES = {
    each.name: each
    for each in (
        Disturbance(
            "shift",
            "pixels to the right",
            low=-10.0,
            high=10.0,
            step=1.0,
            apply=shift,
            more="{} pixels to the right",
            less="{} pixels to the left",
        ),
        Disturbance(
            "turn",
            "degrees clockwise",
            low=-90.0,
            high=90.0,
            step=5.0,
            apply=turn,
            more="{}° clockwise",
            less="{}° anticlockwise",
        ),
        Disturbance(
            "size",
            "percent larger",
            low=-60.0,
            high=60.0,
            step=5.0,
            apply=resize,
            more="{}% larger",
            less="{}% smaller",
        ),
        Disturbance(
            "noise",
            "percent of full ink",
            low=0.0,
            high=50.0,
            step=2.5,
            apply=add_noise,
            more="noise of {}%",
        ),
        Disturbance(
            "pen width",
            "pixels thicker",
            low=-2.0,
            high=5.0,
            step=0.5,
            apply=change_pen,
            more="{} pixels thicker",
            less="{} pixels thinner",
        ),
        Disturbance(
            "shuffled pixels",
            "percent of the pixels",
            low=0.0,
            high=100.0,
            step=5.0,
            apply=shuffle,
            more="{}% of the pixels shuffled",
        ),
    )
}


def find_disturbance(name: Any) -> Disturbance:
    """Return a disturbance by its name; raise ArgumentError if there is none."""
    if isinstance(name, str) and name in DISTURBANCES:
        return DISTURBANCES[name]
    meant = get_close_matches(str(name).lower(), DISTURBANCES, 1)
    listed = ", ".join(map(repr, DISTURBANCES))
    raise ArgumentError(
        f"There is no disturbance {name!r:.80}."
        + (f" Did you mean {meant[0]!r}?" if meant else f" There are: {listed}.")
    )


def disturb(images: Images, disturbance: str, strength: float, *, seed: int = 0) -> Images:
    """Disturb images of digits.

    Parameters
    ----------
    images
        (N, 28, 28) float32 in 0..1, ink bright on 0.
    disturbance
        "shift", "turn", "size", "noise", "pen width" or "shuffled pixels".
    strength
        Its strength, within its range; 0 changes nothing. In pixels to the right (-10 to 10),
        degrees clockwise (-90 to 90), percent larger (-60 to 60), percent of full ink as the
        noise's standard deviation (0 to 50), pixels thicker (-2 to 5), and percent of the pixels
        (0 to 100).
    seed
        Of the noise, and of the order in which pixels are shuffled.

    Returns
    -------
    (N, 28, 28) float32 in 0..1. The same image is always disturbed the same way.

    Raises
    ------
    ArgumentError
        There is no such disturbance, or the strength is out of its range.
    """
    kind = find_disturbance(disturbance)
    strength = kind.check(strength)
    if strength == 0 or not len(images):
        return images
    return kind.apply(images, strength, np.random.default_rng(seed))
