"""Plausible formats: the ways in which a model may have to be fed, the plainest first."""

from __future__ import annotations

import numpy as np

from digit_widgets.errors import ModelError
from digit_widgets.predictors.feeding.input_format import RANGES, Framing, InputFormat, split_shape
from digit_widgets.predictors.feeding.stated_format import StatedFormat
from digit_widgets.predictors.runtimes.raw_model import Signature

__all__ = ["list_formats", "list_shapes"]

#: Shapes that models take, the most usual first, for those that do not say.
_SHAPES: tuple[tuple[int, ...], ...] = (
    (28, 28),
    (28, 28, 1),
    (1, 28, 28),
    (784,),
    (28, 28, 3),
    (3, 28, 28),
    (32, 32, 1),
    (1, 32, 32),
    (32, 32, 3),
    (3, 32, 32),
)
#: A side of which scikit-learn's digits are, in 0..16.
_SMALL = 8
#: Sides up to this may have come about by paper added around 28.
_LARGEST_PADDED = 40


def list_shapes(name: str, signature: Signature, stated: StatedFormat) -> list[tuple[int, ...]]:
    """Return the shapes of an image that a model may take.

    Raises
    ------
    ModelError
        The model takes something else than square images.
    """
    if stated.input_shape is not None:
        return [stated.input_shape]
    shape = signature.shape
    if shape is None:
        return list(_SHAPES)
    if None in shape:
        fitting = [each for each in _SHAPES if _fits(each, shape)]
    else:
        fitting = [tuple(side or 0 for side in shape)]
    try:
        for each in fitting:
            split_shape(each)
        if fitting:
            return fitting
    except ModelError:
        pass
    sides = ", ".join("any" if side is None else str(side) for side in shape)
    raise ModelError(
        f"{name} takes inputs of shape ({sides}); a model for a pad takes square images, such as "
        "28×28, in grey or with three channels, or 784 values."
    )


def list_formats(
    shape: tuple[int, ...], signature: Signature, stated: StatedFormat
) -> list[InputFormat]:
    """Return the formats of images of one shape that a model may have been trained on."""
    side = split_shape(shape)[0]
    ranges = [stated.input_range] if stated.input_range else _list_ranges(signature, side)
    framings: tuple[Framing, ...] = ("whole",)
    if side < 28:
        framings = ("whole", "cropped")
    elif 28 < side <= _LARGEST_PADDED:
        framings = ("whole", "padded")
    turns = (False, True) if stated.transposed is None else (stated.transposed,)
    return [
        InputFormat(shape, signature.dtype, values, transposed, framing)
        for transposed in turns
        for framing in framings
        for values in ranges
    ]


def _fits(shape: tuple[int, ...], known: tuple[int | None, ...]) -> bool:
    return len(shape) == len(known) and all(
        side in {None, each} for each, side in zip(shape, known, strict=True)
    )


def _list_ranges(signature: Signature, side: int) -> list[tuple[float, float]]:
    ranges = [each for each in RANGES if each != (0.0, 16.0) or side == _SMALL]
    limits = signature.limits
    dtype = np.dtype(signature.dtype)
    if dtype == np.int8:
        ranges = [(-128.0, 127.0)]
    elif np.issubdtype(dtype, np.integer):
        ranges = [each for each in ranges if min(each) == 0 and max(each) > 1]
    if limits is not None:
        # A quantised model's integers are made for the range that it was trained on.
        slack = 0.02 * (limits[1] - limits[0])
        ranges = [
            each
            for each in ranges
            if limits[0] - slack <= min(each)
            and max(each) <= limits[1] + slack
            and max(each) - min(each) >= (limits[1] - limits[0]) / 2
        ] or ranges
    return ranges
