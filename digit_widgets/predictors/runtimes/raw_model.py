"""Raw model: a model as its runtime sees it, before images are made to fit it.

A subclass wraps one runtime: it says what is known of the model's input, and runs a batch. It
knows nothing of ranges of brightness, softmax or digits.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError

__all__ = ["PLAIN_INPUT", "OutputKind", "RawModel", "Signature", "is_named_plain"]

#: What the numbers are that a model gives for an image: `output_format` turns each into
#: probabilities.
OutputKind = Literal[
    "probabilities", "logits", "log-probabilities", "sigmoids", "decision function"
]


#: The name of the input of a network that takes plain images: upright, bright ink, grey levels in
#: 0..1. A network that reads badly would otherwise seem to read better with other grey levels than
#: those it was trained on.
PLAIN_INPUT = "image_0_to_1"


@dataclass(frozen=True, slots=True)
class Signature:
    """What a model says of its input.

    Attributes
    ----------
    shape
        The shape of one image; None instead of a side, or instead of all, that may vary or is not
        known.
    dtype
        The name of the NumPy type of the values.
    batch_size
        Largest number of images that it takes at a time.
    limits
        (lowest, highest) number that its input can hold, for a quantised model; else None.
    is_fixed
        False if the model may take other shapes than this one, with which it is called first.
    is_plain
        True if the model itself says that it takes plain images, as `PLAIN_INPUT`.
    """

    shape: tuple[int | None, ...] | None = None
    dtype: str = "float32"
    batch_size: int = 256
    limits: tuple[float, float] | None = None
    is_fixed: bool = True
    is_plain: bool = False


def is_named_plain(name: str) -> bool:
    """Return True if an input's name, as a runtime writes it, is `PLAIN_INPUT`."""
    return PLAIN_INPUT in name


class RawModel(ABC):
    """A model that runs batches in its own format, one at a time; thread-safe.

    Parameters
    ----------
    name
        Its name, for messages.
    signature
        What is known of its input.
    labels
        The names of its classes, where the model knows them.
    output
        What its numbers are, where its interface says so.
    """

    def __init__(
        self,
        name: str,
        signature: Signature,
        labels: tuple[str, ...] | None = None,
        output: OutputKind | None = None,
    ) -> None:
        self.name = name
        self.signature = signature
        self.labels = labels
        self.output = output
        self._lock = threading.Lock()

    @property
    def parameters(self) -> int | None:
        """Number of its parameters; None if its runtime does not tell."""
        return None

    def run(self, batch: NDArray[Any]) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
        """Run a batch of 1 to ``signature.batch_size`` images in the model's own format.

        Returns
        -------
        (N, classes) float32, and (N,) float32 scores of how much each image looks like a digit;
        None instead of the scores if the model has only one output.

        Raises
        ------
        ModelError
            The output is not one row of numbers for each image. Exceptions of the model pass
            through.
        """
        with self._lock:
            output = self._run(batch)
        parts = _list_outputs(output)
        rows = [self._check_rows(part, len(batch)) for part in parts]
        if len(rows) == 1:
            return rows[0], None
        rows.sort(key=lambda each: -each.shape[1])  # files list the outputs in any order
        if len(rows) == 2 and rows[0].shape[1] > 1 and rows[1].shape[1] == 1:
            return rows[0], rows[1][:, 0]
        shapes = " and ".join(f"(N, {each.shape[1]})" for each in rows)
        raise ModelError(
            f"{self.name} gives {len(rows)} outputs, of shapes {shapes}: give a model with one "
            "output, a value for each class."
        )

    @abstractmethod
    def _run(self, batch: NDArray[Any]) -> Any:
        """Return the model's output: an array, or several in a list, a tuple or a mapping."""

    def _check_rows(self, output: Any, n: int) -> NDArray[np.float32]:
        try:
            array = np.asarray(output, np.float32)
        except (TypeError, ValueError):
            raise ModelError(
                f"{self.name} gives a {type(output).__name__}, not an array of numbers."
            ) from None
        # Fully convolutional networks give (N, 1, 1, classes); functions of one image, (classes,).
        sides = [side for side in array.shape[1:] if side != 1]
        if n == 1 and array.ndim == 1 and len(array) > 1:
            return array[np.newaxis]
        if array.ndim == 0 or len(array) != n or len(sides) > 1:
            raise ModelError(
                f"{self.name} gives an output of shape {array.shape} for {n} image(s), not a value "
                "for each class of each image, (N, classes)."
            )
        return array.reshape(n, -1)


def _list_outputs(output: Any) -> list[Any]:
    """Return a model's outputs in a list: rows of plain numbers are one output."""
    if isinstance(output, Mapping):
        return list(output.values())
    if isinstance(output, list | tuple) and output and hasattr(output[0], "shape"):
        # A list of one row for each image is told apart from several outputs by its dimensions.
        return list(output) if np.ndim(output[0]) > 1 else [output]
    return [output]
