"""Model information: how a model is fed and read, and how many real digits it reads that way."""

from __future__ import annotations

from dataclasses import dataclass

from digit_widgets.predictors.base import DIGITS
from digit_widgets.predictors.feeding.class_labels import has_digits
from digit_widgets.predictors.feeding.input_format import InputFormat
from digit_widgets.predictors.feeding.output_format import describe_output
from digit_widgets.predictors.runtimes.raw_model import OutputKind

__all__ = ["PLAIN_INFO", "ModelInfo"]


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """How a model is fed and read; ``str()`` says it in one sentence.

    Attributes
    ----------
    input
        What it is given for an image.
    output
        What its numbers are.
    labels
        The names of its classes.
    n_read, n_tried
        How many of the real digits that come with the package it reads, of how many it was given;
        0 if it was not tried.
    note
        What was assumed, or why it was not tried; "" if nothing was.
    warning
        What may be wrong and what to do, if it reads too few of the digits; else "".
    """

    input: InputFormat
    output: OutputKind
    labels: tuple[str, ...]
    n_read: int = 0
    n_tried: int = 0
    note: str = ""
    warning: str = ""

    @property
    def is_plain(self) -> bool:
        """True if it takes 28×28 in 0..1 and gives probabilities, with nothing to add."""
        is_format = self.input.is_plain and self.output == "probabilities"
        return is_format and not (self.note or self.warning)

    def __str__(self) -> str:
        """Return how it is fed and read: "fed 0..255, softmax applied; reads 93% of 500 digits"."""
        parts = [f"fed {self.input.describe()}"]
        if applied := describe_output(self.output):
            parts.append(applied)
        told = [", ".join(parts)]
        if self.n_tried:
            told.append(f"reads {self._count()}")
        return "; ".join([*told, self.note] if self.note else told)

    def _count(self) -> str:
        kind = "real digits" if has_digits(self.labels) else "real digits as letters of their shape"
        if self.n_tried < 100:
            return f"{self.n_read} of {self.n_tried} {kind}"
        percent = round(100 * self.n_read / self.n_tried)
        # 100 would say that not one is misread.
        percent = min(percent, 99) if self.n_read < self.n_tried else percent
        return f"{percent}% of {self.n_tried} {kind}"


#: Fed and read as the bundled networks and plain functions are.
PLAIN_INFO = ModelInfo(InputFormat(), "probabilities", DIGITS)
