"""Trial: a model's output for real digits in one format, and how many of them it reads so."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.feeding.input_format import InputFormat
from digit_widgets.predictors.feeding.output_format import decode_output, find_output_kind
from digit_widgets.predictors.feeding.real_digits import load_real_digits
from digit_widgets.predictors.runtimes.raw_model import OutputKind, RawModel

__all__ = ["Trial"]

#: Most values in a batch, 16 MB of float32: images of many pixels are given in smaller batches.
_BATCH_VALUES = 4_000_000
#: Least probability in the loss: the logarithm of 0 would let one certain mistake decide.
_LEAST_PROBABILITY = 1e-3


@dataclass(eq=False, slots=True)
class Trial:
    """A model's output for the first n real digits, given in one format.

    Attributes
    ----------
    input_format
        How the digits are given.
    values
        The output, (n, classes) float32 in parts.
    seconds
        The time that the last part took for each digit.
    kind
        What the numbers are.
    accuracy, loss
        The fraction of the digits that are read, in 0..1, and the mean of -log of the probability
        of the true labels; 0 and infinity before `score`.
    """

    input_format: InputFormat
    values: list[NDArray[np.float32]] = field(default_factory=list)
    seconds: float = 0.0
    kind: OutputKind = "probabilities"
    accuracy: float = 0.0
    loss: float = np.inf

    @property
    def n(self) -> int:
        """The number of digits given."""
        return sum(map(len, self.values))

    def extend(self, model: RawModel, n: int) -> None:
        """Give the model further digits, up to the n-th.

        Raises
        ------
        ModelError
            The output is not rows of finite numbers. Exceptions of the model pass through.
        """
        images = load_real_digits()[0][self.n : n]
        if not len(images):
            return
        start = time.perf_counter()
        most = _BATCH_VALUES // int(np.prod(self.input_format.shape))
        size = max(1, min(model.signature.batch_size, most))
        values = np.concatenate(
            [
                model.run(self.input_format.encode(images[first : first + size]))[0]
                for first in range(0, len(images), size)
            ]
        )
        if not bool(np.isfinite(values).all()):
            raise ModelError(
                f"{model.name} gives NaN or infinite values: its weights may be broken, as by a "
                "training that diverged."
            )
        self.seconds = (time.perf_counter() - start) / len(images)
        self.values.append(values)

    def score(self, targets: NDArray[np.bool_], kind: OutputKind | None) -> None:
        """Compute the accuracy and the loss.

        Parameters
        ----------
        targets
            (10, classes) bool: the labels that each digit may be read as. Digits without one do not
            count.
        kind
            What the numbers are; None to find out.
        """
        values = np.concatenate(self.values)
        self.kind = kind or find_output_kind(values)
        wanted = targets[load_real_digits()[1][: len(values)]]
        counts = wanted.any(axis=1)
        if not counts.any():
            return
        probabilities, wanted = decode_output(values, self.kind)[counts], wanted[counts]
        is_read = wanted[np.arange(len(wanted)), probabilities.argmax(axis=1)]
        self.accuracy = float(is_read.mean())
        right = np.clip((probabilities * wanted).sum(axis=1), _LEAST_PROBABILITY, 1)
        self.loss = float(-np.log(right).mean())
