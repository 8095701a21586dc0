"""Failures: what is said of a model that cannot be called, or that reads too few real digits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digit_widgets.errors import ModelError
from digit_widgets.predictors.feeding.class_labels import has_digits
from digit_widgets.predictors.feeding.input_format import InputFormat
from digit_widgets.predictors.feeding.stated_format import StatedFormat

__all__ = ["Reading", "explain_exception", "explain_low_accuracy"]

_COLORS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class Reading:
    """How many of the real digits a model reads in one format."""

    input_format: InputFormat
    n_read: int
    n_tried: int


def explain_exception(
    name: str, shapes: Sequence[tuple[int, ...]], error: BaseException
) -> ModelError:
    """Return what to raise for a model that raises when it is called.

    Parameters
    ----------
    name
        The model's name.
    shapes
        The shapes of an image that were tried, the first of which raised the error.
    error
        The error.
    """
    told = (
        f"{name} raised {type(error).__name__} for images of shape {shapes[0]}: "
        f"{_find_cause(str(error)).rstrip('.')}."
    )
    if len(shapes) > 1:
        told += f" It fails on {len(shapes) - 1} other shapes too; its own can be stated: "
        told += "input_shape=(28, 28)."
    return ModelError(told)


def explain_low_accuracy(
    labels: tuple[str, ...],
    stated: StatedFormat,
    plain: Reading,
    best: Reading,
    other: Reading | None,
    *,
    is_readable: bool,
    is_cut: bool,
) -> str:
    """Return a warning: how few digits a model reads, why this may be, and what to do.

    Parameters
    ----------
    labels
        The names of its classes.
    stated
        What is stated of it.
    plain, best
        In the format that it is used in, and in the best of those that what is stated allows.
    other
        In the best of the formats that it does not allow; None if none was tried.
    is_readable
        True if the model reads enough digits in that one.
    is_cut
        True if there was no time to try all formats.
    """
    kind = "real digits"
    if not has_digits(labels):
        kind = "real digits that look like letters (0 as O, 1 as I or l)"
    feeding = stated.describe_feeding()
    if other is not None and is_readable:
        return (
            f"With {feeding}, as stated, this model reads {best.n_read} of {best.n_tried} {kind}; "
            f"fed {other.input_format.describe()}, it reads {other.n_read} of {other.n_tried}. "
            f"Leave out {' and '.join(stated.list_differences(other.input_format))} to have the "
            "format found."
        )
    if other is not None and other.n_read * best.n_tried > best.n_read * other.n_tried:
        best = other
    if feeding and other is None:
        start = f"With {feeding}, as stated, this model reads"
    elif is_cut:
        start = "In the formats that there was time to try, this model reads"
    else:
        start = "However it is fed, this model reads"
    whose = "the labels stated" if stated.labels else "its labels"
    fed = f"fed {plain.input_format.describe()}"
    if not feeding:
        end = f"given, {fed}; what it takes can be stated: input_range=(0, 255), labels=(...)."
    elif other is None:
        end = f"stated, {fed}; leave out what is stated to have other formats tried."
    else:
        end = f"stated, {fed}."
    return (
        f"{start} at best {best.n_read} of {best.n_tried} {kind}: it may be untrained or trained "
        f"on something else, or {whose} may be in another order. It is used as {end}"
    )


def _find_cause(text: str) -> str:
    """Return the last line that names the cause: above it are tracebacks, below are arguments."""
    lines = [line.strip() for line in _COLORS.sub("", text).splitlines()]
    for place, line in enumerate(lines):
        if line.startswith("Arguments received by"):  # by Keras
            lines = lines[:place]
            break
    # TensorFlow ends with the names of its nodes.
    causes = [line for line in lines if line and not line.startswith("[[")]
    return causes[-1][:300] if causes else "no reason given"
