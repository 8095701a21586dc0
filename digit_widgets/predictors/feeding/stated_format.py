"""Stated format: what a person says of a model, which wins over what is found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np

from digit_widgets.errors import ModelError
from digit_widgets.predictors.feeding.class_labels import check_labels
from digit_widgets.predictors.feeding.input_format import split_shape
from digit_widgets.predictors.feeding.output_format import check_output_kind
from digit_widgets.predictors.runtimes.raw_model import OutputKind

__all__ = ["StatedFormat"]


@dataclass(frozen=True, slots=True)
class StatedFormat:
    """The parts of a model's format that are stated; None for those to be found.

    Attributes
    ----------
    labels
        As in `load_predictor`, and so are all others.
    """

    labels: tuple[str, ...] | None = None
    input_shape: tuple[int, ...] | None = None
    input_range: tuple[float, float] | None = None
    transposed: bool | None = None
    output: OutputKind | None = None

    @classmethod
    def check(
        cls,
        labels: Iterable[str] | None,
        input_shape: Sequence[int] | None,
        input_range: Sequence[float] | None,
        transposed: bool | None,
        output: str | None,
    ) -> StatedFormat:
        """Return what is stated, checked.

        Raises
        ------
        ModelError
            A value of another type, or out of range.
        """
        if transposed is not None and not isinstance(transposed, bool | np.bool_):
            raise ModelError(f"transposed= is True or False, not {transposed!r:.80}.")
        if output is not None:
            check_output_kind(output)
        return cls(
            None if labels is None else check_labels(labels),
            None if input_shape is None else _check_shape(input_shape),
            None if input_range is None else _check_range(input_range),
            transposed,
            output,  # type: ignore[arg-type]
        )

    def __bool__(self) -> bool:
        """Return True if anything is stated."""
        return self != StatedFormat()


def _check_shape(shape: Any) -> tuple[int, ...]:
    sides = tuple(shape) if isinstance(shape, list | tuple) else ()
    if not sides or not all(isinstance(side, int | np.integer) and side > 0 for side in sides):
        raise ModelError(
            "input_shape= is the shape of one image, such as (28, 28, 1) or (784,), "
            f"not {shape!r:.80}."
        )
    split_shape(sides)
    return tuple(int(side) for side in sides)


def _check_range(values: Any) -> tuple[float, float]:
    pair = tuple(values) if isinstance(values, list | tuple) else ()
    are_numbers = all(isinstance(each, Real) and np.isfinite(float(each)) for each in pair)
    if len(pair) != 2 or not are_numbers or pair[0] == pair[1]:
        raise ModelError(
            "input_range= is the values for paper and for ink, such as (0, 255), or (1, 0) for "
            f"black on white, not {values!r:.80}."
        )
    return float(pair[0]), float(pair[1])
