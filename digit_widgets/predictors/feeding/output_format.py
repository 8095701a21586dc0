"""Output format: turns what a model gives for an image into probabilities."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.runtimes.raw_model import OutputKind

__all__ = [
    "OUTPUT_KINDS",
    "check_output_kind",
    "decode_output",
    "describe_output",
    "find_output_kind",
]

#: What is added to each kind of output, for people to read.
_ADDED: dict[OutputKind, str] = {
    "probabilities": "",
    "logits": "softmax added",
    "log-probabilities": "exponential added",
    "sigmoids": "sigmoids, divided by their sum",
    "decision function": "softmax of a decision function, whose shares are not probabilities",
}
OUTPUT_KINDS = tuple(_ADDED)
#: Sums of probabilities may miss 1 by this much: quantised ones are 256 steps each.
_TOLERANCE = 0.06


def find_output_kind(values: NDArray[np.float32]) -> OutputKind:
    """Find out what numbers are, from some of them.

    Parameters
    ----------
    values
        (N, classes) float32, finite.

    Returns
    -------
    "probabilities" if all rows are in 0..1 and sum to 1; "log-probabilities" if their exponentials
    are; "sigmoids" if all are in 0..1 with other sums; else "logits".
    """
    if _are_probabilities(values):
        return "probabilities"
    if bool((values <= 1e-3).all()) and _are_probabilities(np.exp(values)):
        return "log-probabilities"
    return "sigmoids" if bool(((values >= 0) & (values <= 1)).all()) else "logits"


def decode_output(values: NDArray[np.float32], kind: OutputKind) -> NDArray[np.float32]:
    """Return (N, classes) float32 probabilities for a model's output of a kind.

    What is not finite, or does not sum to 1 where probabilities are said to be given, is left as
    it is, for `check_probabilities` to refuse.
    """
    if kind in {"logits", "decision function"}:
        powers = np.exp(values - values.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)
    if kind == "log-probabilities":
        values = np.exp(values)
    sums = values.sum(axis=1, keepdims=True)
    off = np.abs(sums - 1)
    if kind == "sigmoids":
        # Where all are 0, none is more probable than another.
        even = np.float32(1 / values.shape[1])
        shares = np.where(sums > 0, values / np.where(sums > 0, sums, 1), even)
        return shares.astype(np.float32)
    if bool((off < 1e-3).all()) or not bool((off < _TOLERANCE).all()):
        return values
    return np.asarray(values / sums, np.float32)


def describe_output(kind: OutputKind) -> str:
    """Return what is added to a kind of output: "softmax added"; "" for probabilities."""
    return _ADDED[kind]


def check_output_kind(kind: object) -> None:
    """Check the name of a kind.

    Raises
    ------
    ModelError
        It is none of `OUTPUT_KINDS`.
    """
    if kind not in OUTPUT_KINDS:
        names = ", ".join(repr(each) for each in OUTPUT_KINDS)
        raise ModelError(f"output= is one of {names}, not {kind!r:.80}.")


def _are_probabilities(values: NDArray[np.float32]) -> bool:
    in_range = (values >= -1e-6) & (values <= 1 + _TOLERANCE)
    return bool(in_range.all() and (np.abs(values.sum(axis=1) - 1) < _TOLERANCE).all())
