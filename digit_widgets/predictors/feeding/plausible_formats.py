"""Plausible formats: those that a model may have been trained on, the plainest first."""

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
#: The side of scikit-learn's digits, the only ones in 0..16.
_SMALL = 8
#: Sides up to this may come of paper added around 28×28, as the 32×32 of LeNet; larger ones are
#: resampled only.
_LARGEST_PADDED = 40


def list_shapes(name: str, signature: Signature, stated: StatedFormat) -> list[tuple[int, ...]]:
    """Return the shapes of an image that a model may take.

    Raises
    ------
    ModelError
        The model takes something else than square images of at least 8×8, or other ones than are
        stated.
    """
    shape = signature.shape
    if stated.input_shape is not None:
        if shape is not None and signature.is_fixed and not _fits(stated.input_shape, shape):
            raise ModelError(
                f"{name} takes inputs of shape {_write_shape(shape)}, which input_shape="
                f"{stated.input_shape} does not fit: leave it out."
            )
        return [stated.input_shape]
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
    raise ModelError(
        f"{name} takes inputs of shape {_write_shape(shape)}; a model for a pad takes square "
        "images of at least 8×8, such as 28×28, in grey or with three channels, or 784 values."
    )


def list_formats(
    shape: tuple[int, ...], signature: Signature, stated: StatedFormat
) -> list[InputFormat]:
    """Return the formats of images of one shape that a model may have been trained on."""
    side = split_shape(shape)[0]
    # What a person states wins over what the model says of itself.
    ranges = [stated.input_range] if stated.input_range else _list_ranges(signature, side)
    framings: tuple[Framing, ...] = ("whole",)
    if side < 28:
        framings = ("whole", "cropped")
    elif 28 < side <= _LARGEST_PADDED:
        framings = ("whole", "padded")
    turns = (False,) if signature.is_plain else (False, True)
    if stated.transposed is not None:
        turns = (stated.transposed,)
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


def _write_shape(shape: tuple[int | None, ...]) -> str:
    """Return a shape as a tuple is written: "(28, 28, any)", "(784,)"."""
    sides = ["any" if side is None else str(side) for side in shape]
    return f"({', '.join(sides)}{',' if len(sides) == 1 else ''})"


def _list_ranges(signature: Signature, side: int) -> list[tuple[float, float]]:
    if signature.is_plain:
        return [(0.0, 1.0)]
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
