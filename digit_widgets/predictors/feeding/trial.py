"""Trial: what a model makes of real digits that are fed to it in one way."""

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

#: Values at a time: images of many pixels go in smaller batches.
_VALUES = 4_000_000
#: Smallest probability in a loss: that of a certain and wrong answer is not endless.
_LEAST_SHARE = 1e-3


@dataclass(slots=True)
class Trial:
    """A model's output for the first n real digits, fed in one way.

    Attributes
    ----------
    way
        How the digits are fed.
    values
        The output, (n, classes) float32 in parts.
    seconds
        The time that the last part took for each digit.
    kind
        What the numbers are.
    share, loss
        The share of the digits that are read, in 0..1, and the mean of -log of the probability of
        the true labels; 0 and infinity before `score`.
    """

    way: InputFormat
    values: list[NDArray[np.float32]] = field(default_factory=list)
    seconds: float = 0.0
    kind: OutputKind = "probabilities"
    share: float = 0.0
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
            The output is no rows of finite numbers. Exceptions of the model pass through.
        """
        images = load_real_digits()[0][self.n : n]
        if not len(images):
            return
        start = time.perf_counter()
        size = max(1, min(model.signature.batch_size, _VALUES // int(np.prod(self.way.shape))))
        values = np.concatenate(
            [
                model.run(self.way.encode(images[first : first + size]))[0]
                for first in range(0, len(images), size)
            ]
        )
        if not bool(np.isfinite(values).all()):
            raise ModelError(
                f"{model.name} gives NaN or infinite values: its weights may be broken."
            )
        self.seconds = (time.perf_counter() - start) / len(images)
        self.values.append(values)

    def score(self, targets: NDArray[np.bool_], kind: OutputKind | None) -> None:
        """Compute the share of the digits that are read, and the loss.

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
        shares, wanted = decode_output(values, self.kind)[counts], wanted[counts]
        self.share = float(wanted[np.arange(len(shares)), shares.argmax(axis=1)].mean())
        right = np.clip((shares * wanted).sum(axis=1), _LEAST_SHARE, 1)
        self.loss = float(-np.log(right).mean())
