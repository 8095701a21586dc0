"""Output format: turns what a model gives for an image into probabilities."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.runtimes.raw_model import OutputKind

__all__ = [
    "OUTPUT_KINDS",
    "check_output_fits",
    "check_output_kind",
    "decode_output",
    "describe_output",
    "find_output_kind",
]

#: What is applied to each kind of output, for people to read.
_APPLIED: dict[OutputKind, str] = {
    "probabilities": "",
    "logits": "softmax applied",
    "log-probabilities": "exponential applied",
    "sigmoids": "sigmoids normalised to a sum of 1",
    "decision function": "softmax applied to a decision function (a ranking, not probabilities)",
}
OUTPUT_KINDS = tuple(_APPLIED)
#: Sums of a model's own probabilities may miss 1 by this much, and are then normalised: quantised
#: ones are rounded to multiples of 1/256, and the errors of 26 classes may add up to 0.05. What
#: `check_probabilities` accepts later is closer to 1, as only other rounding is left then.
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
    if _are_log_probabilities(values):
        return "log-probabilities"
    return "sigmoids" if _are_sigmoids(values) else "logits"


def check_output_fits(
    stated: OutputKind, values: NDArray[np.float32], known: OutputKind | None, name: str
) -> None:
    """Check that numbers may be of the kind that is stated for them.

    Parameters
    ----------
    stated
        The kind.
    values
        (N, classes) float32, finite: some of the model's numbers.
    known
        Their kind, if the model's interface says so.
    name
        The model's name, for messages.

    Raises
    ------
    ModelError
        They cannot be: probabilities must sum to 1, also as logarithms, and sigmoids be in 0..1.
        Softmax of what sums to 1 already would make all classes nearly equal.
    """
    fits = {
        "probabilities": _are_probabilities,
        "log-probabilities": _are_log_probabilities,
        "sigmoids": _are_sigmoids,
    }.get(stated, lambda numbers: not _are_probabilities(numbers))
    if not fits(values):
        found = known or find_output_kind(values)
        what = f"a {found}" if found == "decision function" else found
        raise ModelError(
            f"{name} gives {what}, {values.min():.3g} to {values.max():.3g}, which "
            f"output={stated!r} does not fit: leave it out, or state {found!r}."
        )


def decode_output(values: NDArray[np.float32], kind: OutputKind) -> NDArray[np.float32]:
    """Return (N, classes) float32 probabilities for a model's output of a kind.

    What is not finite, or does not sum to 1 where probabilities are said to be given, is left as
    it is, for `check_probabilities` to report.
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
        probabilities = np.where(sums > 0, values / np.where(sums > 0, sums, 1), even)
        return probabilities.astype(np.float32)
    if bool((off < 1e-3).all()) or not bool((off < _TOLERANCE).all()):
        return values
    return np.asarray(values / sums, np.float32)


def describe_output(kind: OutputKind) -> str:
    """Return what is applied to a kind of output: "softmax applied"; "" for probabilities."""
    return _APPLIED[kind]


def check_output_kind(kind: object) -> None:
    """Check the name of a kind.

    Raises
    ------
    ModelError
        It is none of `OUTPUT_KINDS`.
    """
    if kind not in OUTPUT_KINDS:
        names = ", ".join(repr(each) for each in OUTPUT_KINDS)
        raise ModelError(f"output= takes one of {names}, not {kind!r:.80}.")


def _are_probabilities(values: NDArray[np.float32]) -> bool:
    in_range = (values >= -1e-6) & (values <= 1 + _TOLERANCE)
    return bool(in_range.all() and (np.abs(values.sum(axis=1) - 1) < _TOLERANCE).all())


def _are_log_probabilities(values: NDArray[np.float32]) -> bool:
    return bool((values <= 1e-3).all()) and _are_probabilities(np.exp(values))


def _are_sigmoids(values: NDArray[np.float32]) -> bool:
    return bool(((values >= 0) & (values <= 1)).all())
