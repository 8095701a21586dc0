"""Stated format: what a person states of a model, which wins over what is found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from numbers import Real
from typing import Any

import numpy as np

from digit_widgets.errors import ModelError
from digit_widgets.predictors.feeding.class_labels import check_labels
from digit_widgets.predictors.feeding.input_format import InputFormat, split_shape
from digit_widgets.predictors.feeding.output_format import check_output_kind
from digit_widgets.predictors.runtimes.raw_model import OutputKind

__all__ = ["StatedFormat"]


@dataclass(frozen=True, slots=True)
class StatedFormat:
    """What is stated of a model's format, as in `load_predictor`; None for what is not."""

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
            raise ModelError(f"transposed= takes True or False, not {transposed!r:.80}.")
        if output is not None:
            check_output_kind(output)
        return cls(
            None if labels is None else check_labels(labels),
            None if input_shape is None else _check_shape(input_shape),
            None if input_range is None else _check_range(input_range),
            None if transposed is None else bool(transposed),
            output,  # type: ignore[arg-type]
        )

    def list_keywords(self) -> list[str]:
        """Return the keywords of `load_predictor` that are stated, for messages: "labels="."""
        return [f"{each.name}=" for each in fields(self) if getattr(self, each.name) is not None]

    def describe_feeding(self) -> str:
        """Return what is stated of ranges and orientation, as it is written: "transposed=True"."""
        parts = []
        if self.input_range is not None:
            parts.append("input_range=({:g}, {:g})".format(*self.input_range))
        if self.transposed is not None:
            parts.append(f"transposed={self.transposed}")
        return " and ".join(parts)

    def list_differences(self, other: InputFormat) -> list[str]:
        """Return the keywords that say something else than a format: "input_range="."""
        differences = []
        if self.input_range not in {None, other.range}:
            differences.append("input_range=")
        if self.transposed not in {None, other.transposed}:
            differences.append("transposed=")
        return differences


def _check_shape(shape: Any) -> tuple[int, ...]:
    sides = tuple(shape) if isinstance(shape, list | tuple) else ()
    if not sides or not all(isinstance(side, int | np.integer) and side > 0 for side in sides):
        raise ModelError(
            "input_shape= takes the shape of one image, such as (28, 28, 1) or (784,), "
            f"not {shape!r:.80}."
        )
    split_shape(sides)
    return tuple(int(side) for side in sides)


def _check_range(values: Any) -> tuple[float, float]:
    values = values.tolist() if isinstance(values, np.ndarray) else values
    pair = tuple(values) if isinstance(values, list | tuple) else ()
    are_numbers = all(isinstance(each, Real) and np.isfinite(float(each)) for each in pair)
    if len(pair) != 2 or not are_numbers or pair[0] == pair[1]:
        raise ModelError(
            "input_range= takes two numbers: the value of blank paper and that of full ink, such "
            f"as (0, 255), or (1, 0) for black on white, not {values!r:.80}."
        )
    return float(pair[0]), float(pair[1])
