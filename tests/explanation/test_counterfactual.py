"""Counterfactuals: the change that a model of a known mind must be given."""

from __future__ import annotations

import numpy as np
import pytest

from digit_widgets.errors import ArgumentError
from digit_widgets.explanation import cut_ink, find_counterfactual
from digit_widgets.explanation.sentences import describe_counterfactual
from digit_widgets.ink import Bounds, Ink
from digit_widgets.predictors import load_predictor
from digit_widgets.recognition import Recognizer
from tests.explanation.known import GapFinder, InkInPlace, WidthMeter, drawing

PAD = Bounds(0, 0, 280, 280)
#: A ring that is open at the right, between (200, 100) and (200, 180).
GAP = Ink.from_strokes(
    [[(200, 100), (170, 62), (120, 60), (84, 100), (80, 150), (100, 205), (150, 222), (200, 180)]],
    width=16,
)
#: A post with an arm at the upper left, which makes it wide.
POST = Ink.from_strokes([[(140, 40), (140, 240)], [(140, 90), (60, 90)]], width=16)


def test_a_gap_is_closed_where_it_is() -> None:
    found = find_counterfactual(GapFinder(), cut_ink(GAP), within=PAD)
    assert found is not None
    assert found.erased is None
    assert found.added is not None
    assert found.prediction.label == "ring"
    # From one lip of the gap to the other.
    assert (found.added[:, 0] > 150).all()
    upper, lower = sorted(found.added[:, 1].tolist())
    assert upper < 130
    assert lower > 150
    assert found.length < 100
    assert found.ink.strokes[:-1] == GAP.strokes
    np.testing.assert_array_equal(found.ink.strokes[-1].points, found.added)


def test_what_makes_it_so_is_erased() -> None:
    found = find_counterfactual(WidthMeter(), cut_ink(POST), "narrow", within=PAD)
    assert found is not None
    assert found.added is None
    assert found.erased is not None
    assert found.prediction.label == "narrow"
    # Of the arm, not of the post, and no more than the arm.
    assert (found.erased[:, 0] < 141).all()
    np.testing.assert_allclose(found.erased[:, 1], 90, atol=1)
    assert found.length <= 80
    assert found.share == pytest.approx(found.length / 280, rel=0.01)
    assert found.ink.strokes[0] == POST.strokes[0]


@pytest.mark.parametrize("digit", "0123456789")
def test_what_is_found_for_a_digit_reads_as_promised(digit: str) -> None:
    predictor = load_predictor("ann")
    found = find_counterfactual(predictor, cut_ink(drawing(digit)), within=PAD)
    assert found is not None
    again = Recognizer(predictor).read(found.ink)
    assert again.label == found.prediction.label != digit
    assert again.probabilities == pytest.approx(found.prediction.probabilities, abs=1e-6)
    path = found.added if found.erased is None else found.erased
    assert path is not None
    steps = np.hypot(*np.diff(path, axis=0).T)
    assert steps.sum() == pytest.approx(found.length, rel=1e-6)
    assert 0 < found.share < 0.6


def test_a_chosen_label_is_aimed_at() -> None:
    found = find_counterfactual("cnn", cut_ink(drawing("3")), "8", within=PAD)
    assert found is not None
    assert found.prediction.label == "8"
    assert found.added is not None


def test_no_change_is_found_where_ink_does_not_matter() -> None:
    ignorant = InkInPlace(slice(0, 1), slice(0, 1))
    assert find_counterfactual(ignorant, cut_ink(drawing("3"))) is None


def test_strokes_are_added_only_on_the_pad() -> None:
    """A post at the pad's left edge, to be made wide: there is room at its right alone."""
    post = Ink.from_strokes([[(4, 40), (4, 240)]], width=16)
    found = find_counterfactual(WidthMeter(), cut_ink(post), within=PAD)
    assert found is not None
    assert found.added is not None
    assert (found.added >= 0).all()


def test_a_rejected_change_does_not_count() -> None:
    class Suspicious(GapFinder):
        def predict_scored(self, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            shares = self.predict_proba(images)
            return shares, np.where(shares[:, 0] > 0.5, 0.1, 0.9).astype(np.float32)

    assert find_counterfactual(Suspicious(), cut_ink(GAP), within=PAD) is None
    found = find_counterfactual(Suspicious(), cut_ink(GAP), threshold=0.05, within=PAD)
    assert found is not None
    assert found.prediction.label == "ring"


def test_the_label_read_and_an_unknown_one_are_refused() -> None:
    model = GapFinder()
    with pytest.raises(ArgumentError, match="read as 'open' already"):
        find_counterfactual(model, cut_ink(GAP), "open")
    with pytest.raises(ArgumentError, match="no label '7'"):
        find_counterfactual(model, cut_ink(GAP), "7")


def test_a_change_is_told() -> None:
    pieces = cut_ink(POST)
    found = find_counterfactual(WidthMeter(), pieces, within=PAD)
    assert found is not None
    bounds = POST.bounds
    assert bounds is not None
    told = describe_counterfactual(found, bounds)
    assert told.startswith("The smallest change found: erase ")
    assert told.endswith("It is then read as narrow, >99%.")
    closed = find_counterfactual(GapFinder(), cut_ink(GAP), within=PAD)
    assert closed is not None
    assert "add a stroke of " in describe_counterfactual(closed, bounds)
