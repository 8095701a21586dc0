"""Grouping weights: ``python -m digit_widgets.training.number_weights PEN_NPZ``, as JSON.

PEN_NPZ holds labelled pen strokes and, as ``writers``, the writer of each; numbers are composed of
the digits of writers 1 to 24. The result is the weights for `digit_widgets.recognition.group_costs`
that make the right groupings of these numbers most likely: `models/number_grouping.json`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from digit_widgets.data.ink_files import load_ink_dataset
from digit_widgets.data.synthetic.numbers import SyntheticNumber, compose_numbers
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.predictors import DEFAULT_MODEL, Predictor, load_predictor
from digit_widgets.recognition.group_costs import FEATURES, group_features
from digit_widgets.recognition.segmentation import MAX_STROKES_A_DIGIT, find_groups
from digit_widgets.recognition.stroke_shapes import StrokeShapes

__all__ = ["Example", "fit_weights", "make_example"]

_NUMBERS = 3000
_WRITERS = range(1, 25)
#: Lowest and highest gap between the digits, as a share of a digit's height.
_GAPS = (-0.15, 0.5)
#: Ridge penalty: keeps weights of little effect small.
_RIDGE = 1.0
#: Weight of a low score; set by hand, not fitted. If it were fitted with a scoring model, the
#: geometry would rely on scores, which are less certain for unseen writers, and be useless
#: without them.
_UNLIKE = {"unlike a digit": 1.0}


@dataclass(frozen=True, slots=True)
class Example:
    """A number to fit to: its groups, and the ones among them that are its digits.

    Attributes
    ----------
    n
        Number of strokes that are not dots.
    spans
        (first, past) of each group, as in `Groups`.
    features
        (groups, len(FEATURES)) float64.
    right
        Indices of the groups that are the digits.
    """

    n: int
    spans: tuple[tuple[int, int], ...]
    features: NDArray[np.float64]
    right: list[int]


def main() -> None:
    """Fit the weights, and write them as JSON to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="pen strokes, as 'digit-widgets evaluate' takes")
    parser.add_argument("--model", default=DEFAULT_MODEL, help="as 'digit-widgets read' takes it")
    options = parser.parse_args()
    predictor = load_predictor(options.model)
    digits = load_ink_dataset(options.file)
    writers = [digits.split_by_writer({str(writer)})[1] for writer in _WRITERS]
    numbers = compose_numbers(writers, _NUMBERS, _GAPS, np.random.default_rng(1))
    examples = [each for number in numbers if (each := make_example(number, predictor))]
    fitted = dict(zip(FEATURES, np.round(fit_weights(examples), 2).tolist(), strict=True))
    note = {
        "name": "number_grouping",
        "command": f"python -m digit_widgets.training.number_weights {options.file.name}",
        "fitted_on": f"{len(examples)} numbers composed of the digits of writers {_WRITERS[0]} to "
        f"{_WRITERS[-1]}, read by {options.model} without scores",
        "weights": fitted | _UNLIKE,
    }
    sys.stdout.write(json.dumps(note, indent=2) + "\n")


def make_example(number: SyntheticNumber, predictor: Predictor) -> Example | None:
    """Return a number as an example, or None if one of its digits is not among the groups."""
    groups = find_groups(StrokeShapes.measure(number.ink.strokes))
    kept = {stroke for group in groups.strokes for stroke in group}
    digits = {tuple(i for i in strokes if i in kept) for strokes in number.strokes}
    right = [i for i, strokes in enumerate(groups.strokes) if strokes in digits]
    if len(right) != len(digits):
        return None
    inks = [Ink(tuple(number.ink.strokes[i] for i in strokes)) for strokes in groups.strokes]
    probabilities = predictor.predict_proba(np.stack([normalize_ink(ink) for ink in inks]))
    features = group_features(groups, predictor.labels, probabilities, None)
    return Example(groups.n, groups.spans, features, right)


def fit_weights(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Return the weights that make the right chains of groups most likely.

    They maximise the likelihood of a semi-Markov model with a ridge penalty, by L-BFGS-B.

    Returns
    -------
    (len(FEATURES),) float64, in the order of `FEATURES`.
    """
    longest = max(example.n for example in examples)
    shape = (len(examples), longest, MAX_STROKES_A_DIGIT)
    features = np.zeros((*shape, len(FEATURES)))
    possible = np.zeros(shape, dtype=bool)
    right = np.zeros(len(FEATURES))
    for row, example in enumerate(examples):
        for (first, past), each in zip(example.spans, example.features, strict=True):
            features[row, first, past - first - 1] = each
            possible[row, first, past - first - 1] = True
        right += example.features[example.right].sum(axis=0)
    ends = np.array([example.n for example in examples])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        costs = np.where(possible, features @ weights, np.inf)
        total, expected = _expectation(costs, ends)
        gradient = right - np.tensordot(expected, features, axes=3) + _RIDGE * weights
        return float(right @ weights + total + _RIDGE * weights @ weights / 2), gradient

    # An unsure model must never make a group cheaper.
    bounds = [(0.0, None) if name in FEATURES[-3:] else (None, None) for name in FEATURES]
    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B", bounds=bounds)
    return found.x  # type: ignore[no-any-return]


def _expectation(
    costs: NDArray[np.float64], ends: NDArray[np.int64]
) -> tuple[float, NDArray[np.float64]]:
    """Return the sum of the log partition functions, and each group's probability."""
    rows, longest, most = costs.shape
    before = np.full((rows, longest + 1), -np.inf)
    before[:, 0] = 0.0
    for past in range(1, longest + 1):
        ways = [
            before[:, past - k] - costs[:, past - k, k - 1] for k in range(1, min(most, past) + 1)
        ]
        before[:, past] = logsumexp(ways, axis=0)
    after = np.full((rows, longest + 1), -np.inf)
    after[np.arange(rows), ends] = 0.0
    for first in range(longest - 1, -1, -1):
        ways = [
            after[:, first + k] - costs[:, first, k - 1]
            for k in range(1, min(most, longest - first) + 1)
        ]
        after[:, first] = np.where(first == ends, 0.0, logsumexp(ways, axis=0))
    total = after[:, 0]
    expected = np.zeros_like(costs)
    for k in range(1, most + 1):
        stop = longest - k + 1
        logs = before[:, :stop] - costs[:, :stop, k - 1] + after[:, k : k + stop]
        expected[:, :stop, k - 1] = np.exp(logs - total[:, None])
    return float(total.sum()), expected


if __name__ == "__main__":
    main()
