"""Disturbances: six ways to change images of digits, each by a strength with a unit."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from numbers import Real
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ArgumentError
from digit_widgets.imaging.mnist_format import IMAGE_SIZE

__all__ = ["DISTURBANCES", "Disturbance", "disturb", "find_disturbance"]

Images = NDArray[np.float32]

#: Middle of an image, as the place of a pixel's centre in 0..27, and number of its pixels.
_MIDDLE, _N_PIXELS = (IMAGE_SIZE - 1) / 2, IMAGE_SIZE**2


def shift(images: Images, pixels: float, _: np.random.Generator) -> Images:
    """Shift (N, 28, 28) images to the right, or, below 0, to the left, in pixels."""
    return _resample(images, np.eye(2), np.array([0.0, -pixels]))


def turn(images: Images, degrees: float, _: np.random.Generator) -> Images:
    """Turn (N, 28, 28) images around their middle, clockwise, or, below 0, anticlockwise."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    return _resample(images, np.array([[cos, -sin], [sin, cos]]))


def resize(images: Images, percent: float, _: np.random.Generator) -> Images:
    """Make what is in (N, 28, 28) images larger or smaller, around their middle, in percent."""
    return _resample(images, np.eye(2) / (1 + percent / 100))


def add_noise(images: Images, percent: float, rng: np.random.Generator) -> Images:
    """Add Gaussian noise to (N, 28, 28) images, N ≥ 1; values are cut off at 0 and 1.

    The standard deviation is in percent of full ink. An image's noise depends on the state of `rng`
    and on the image alone: a part of a set is disturbed as it is in the whole set.
    """
    key = int(rng.integers(2**63))
    seeds = [[key, crc32(np.ascontiguousarray(image).tobytes())] for image in images]
    size = (IMAGE_SIZE, IMAGE_SIZE)
    noise = [np.random.default_rng(seed).standard_normal(size, np.float32) for seed in seeds]
    return np.clip(images + np.float32(percent / 100) * np.stack(noise), 0, 1)


def change_pen(images: Images, pixels: float, _: np.random.Generator) -> Images:
    """Make the strokes of (N, 28, 28) images thicker, or, below 0, thinner, in pixels.

    Grey-scale dilation or erosion, with a disc whose edge is as soft as a pixel: an edge of the ink
    moves by half of the pixels.
    """
    if pixels < 0:
        return 1 - _dilate(1 - images, -pixels / 2, outside=1.0)
    return _dilate(images, pixels / 2, outside=0.0)


def shuffle(images: Images, percent: float, rng: np.random.Generator) -> Images:
    """Shuffle this percentage of the pixels of (N, 28, 28) images, in all of them the same way.

    One order of all pixels is drawn from `rng`. The first of them change places in a ring: with a
    higher percentage the same pixels move, and further ones. At 100, each pixel moves.
    """
    order = rng.permutation(_N_PIXELS)
    moved = order[: round(_N_PIXELS * percent / 100)]
    source = np.arange(_N_PIXELS)
    source[moved] = np.roll(moved, 1)
    return images.reshape(-1, _N_PIXELS)[:, source].reshape(images.shape)


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
            *("shift", "pixels to the right", -10.0, 10.0, 1.0, shift),
            *("{} pixels to the right", "{} pixels to the left"),
        ),
        Disturbance(
            *("turn", "degrees clockwise", -90.0, 90.0, 5.0, turn),
            *("{}° clockwise", "{}° anticlockwise"),
        ),
        Disturbance(
            *("size", "percent larger", -60.0, 60.0, 5.0, resize),
            *("{}% larger", "{}% smaller"),
        ),
        Disturbance("noise", "percent of full ink", 0.0, 50.0, 2.5, add_noise, "noise of {}%"),
        Disturbance(
            *("pen width", "pixels thicker", -2.0, 5.0, 0.5, change_pen),
            *("{} pixels thicker", "{} pixels thinner"),
        ),
        Disturbance(
            *("shuffled pixels", "percent of the pixels", 0.0, 100.0, 5.0, shuffle),
            "{}% of the pixels shuffled",
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


def _resample(
    images: Images, inverse: NDArray[np.float64], offset: NDArray[np.float64] | float = 0.0
) -> Images:
    """Move the pixels of (N, 28, 28) images: bilinear, and 0 outside of an image.

    Parameters
    ----------
    inverse, offset
        (2, 2), and (2,) or 0: the map from a pixel's place, as (y, x) from the middle, to the one
        that it is taken from. Where that makes things smaller, a pixel is the mean of several
        places, or thin strokes would get holes.
    """
    n_places = max(1, math.ceil(float(np.abs(np.diag(inverse)).max()) - 1e-9))
    within = (np.arange(n_places) + 0.5) / n_places - 0.5
    steps = (np.arange(IMAGE_SIZE)[:, np.newaxis] + within).ravel() - _MIDDLE
    places = np.stack(np.meshgrid(steps, steps, indexing="ij"), axis=-1).reshape(-1, 2)
    source = places @ inverse.T + offset + _MIDDLE
    whole = np.rint(places + _MIDDLE).astype(int)
    target = whole[:, 0] * IMAGE_SIZE + whole[:, 1]
    corner = np.floor(source + 1e-9).astype(int)
    share = source - corner
    # One matrix moves the pixels of all images alike.
    moves = np.zeros((_N_PIXELS, _N_PIXELS), np.float32)
    for down, right in np.ndindex(2, 2):
        y, x = corner[:, 0] + down, corner[:, 1] + right
        weight = np.abs(1 - down - share[:, 0]) * np.abs(1 - right - share[:, 1])
        inside = (y >= 0) & (y < IMAGE_SIZE) & (x >= 0) & (x < IMAGE_SIZE)
        pixel = (y * IMAGE_SIZE + x)[inside]
        np.add.at(moves, (pixel, target[inside]), weight[inside] / n_places**2)
    moved: Images = images.reshape(-1, _N_PIXELS) @ moves
    return np.clip(moved, 0, 1).reshape(images.shape)


def _dilate(images: Images, radius: float, *, outside: float) -> Images:
    """Return each pixel's largest neighbour within a radius, which counts less at its edge."""
    reach = math.ceil(radius)
    size = IMAGE_SIZE
    framed = np.pad(images, ((0, 0), (reach, reach), (reach, reach)), constant_values=outside)
    largest = images.copy()
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            weight = np.float32(min(1.0, 1 + radius - math.hypot(down, right)))
            if weight > 0 and (down or right):
                top, left = reach + down, reach + right
                moved = framed[:, top : top + size, left : left + size]
                np.maximum(largest, weight * moved, out=largest)
    return largest
