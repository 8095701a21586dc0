"""Weights for grouping strokes into digits: ``python -m benchmarks.number_weights PEN_NPZ``.

PEN_NPZ holds labelled pen strokes and, as ``writers``, whose each is; numbers are composed of the
digits of writers 1 to 24. Prints the weights for `digit_widgets.recognition.numbers`. A second
argument names another model than the bundled CNN.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from benchmarks._composed import Composed, compose, digits_by_writer
from digit_widgets import Ink, Predictor, load_predictor
from digit_widgets.imaging import normalize_ink
from digit_widgets.predictors import predict_with_scores
from digit_widgets.recognition.numbers import FEATURES, group_features
from digit_widgets.recognition.segmentation import MAX_STROKES_A_DIGIT, find_groups

NUMBERS = 3000
GAPS = (-0.15, 0.5)
#: Keeps weights small that hardly matter.
_RIDGE = 1.0


@dataclass(frozen=True, slots=True)
class Example:
    """The groups of one number, and which of them are its digits."""

    n: int
    spans: tuple[tuple[int, int], ...]
    features: NDArray[np.float64]
    right: list[int]


def main() -> None:
    """Fit and print."""
    predictor = load_predictor(sys.argv[2] if len(sys.argv) > 2 else "cnn")
    writers = digits_by_writer(sys.argv[1], range(1, 25))
    numbers = compose(writers, NUMBERS, GAPS, np.random.default_rng(1))
    examples = [each for number in numbers if (each := _example(number, predictor))]
    print(f"{NUMBERS - len(examples)} of {NUMBERS} numbers have digits that no group is")
    for name, weight in zip(FEATURES, fit(examples), strict=True):
        print(f'    "{name}": {weight:.2f},')


def _example(number: Composed, predictor: Predictor) -> Example | None:
    groups = find_groups(number.ink)
    kept = {stroke for group in groups.strokes for stroke in group}
    digits = {tuple(i for i in strokes if i in kept) for strokes in number.strokes}
    right = [i for i, strokes in enumerate(groups.strokes) if strokes in digits]
    if len(right) != len(digits):
        return None
    inks = [Ink(tuple(number.ink.strokes[i] for i in strokes)) for strokes in groups.strokes]
    output = predict_with_scores(predictor, np.stack([normalize_ink(ink) for ink in inks]))
    return Example(groups.n, groups.spans, group_features(groups, predictor.labels, *output), right)


def fit(examples: list[Example]) -> NDArray[np.float64]:
    """Return the weights of least costs under which the right chains are likeliest."""
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

    # Nothing may speak for a group that its model is unsure of.
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
