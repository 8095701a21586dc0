"""The view of one moment by itself, without a pad to follow."""

from __future__ import annotations

import numpy as np
import pytest

from digit_widgets.ink import Ink
from digit_widgets.recognition import Prediction
from digit_widgets.recognition.timeline import Timeline, TimelinePoint
from digit_widgets.widgets import DigitPreview, ProbabilityChart
from digit_widgets.widgets.parts.headline import Headline
from digit_widgets.widgets.timeline.moment_view import MomentView
from tests.support.widget_tree import find_all, find_one

INK = Ink.from_strokes([[(10, 10), (20, 40)], [(30, 30)]], width=8)
LABELS = ("a<b", "c")


def timeline() -> Timeline:
    image = np.ones((28, 28), np.float32)
    sure = Prediction.from_scores(LABELS, [0.9, 0.1], None, threshold=0.5, latency=0.0)
    return Timeline(
        INK,
        (
            TimelinePoint(1, np.zeros((28, 28), np.float32), Prediction.blank(LABELS)),
            TimelinePoint(3, image, sure, "<7"),
        ),
    )


def test_a_moment_is_shown_with_its_place_its_image_and_its_answer() -> None:
    view = MomentView(100, 100, compact=False)
    view.show(timeline(), 2, 0.25)
    assert view.place.value == "Point 1 of stroke 2, 3 of 3 in all: &lt;7"
    assert find_one(view, DigitPreview).image.all()
    headline = find_one(view, Headline)
    assert (headline.prediction.label, headline.threshold) == ("a<b", 0.25)
    assert find_one(view, ProbabilityChart).labels == LABELS
    view.show(timeline(), 1, 0.25)
    assert view.place.value == "Point 1 of stroke 1, 1 of 3 in all"


@pytest.mark.parametrize(("failed", "reason"), [(False, "blank"), (True, "failed")])
def test_without_a_moment_nothing_old_is_left(failed: bool, reason: str) -> None:
    view = MomentView(100, 100, compact=False)
    view.show(timeline(), 2, 0.5)
    view.show_nothing(0.5, failed=failed)
    assert view.place.value == ""
    assert not find_one(view, DigitPreview).image.any()
    assert find_one(view, Headline).prediction.reason == reason
    assert not any(find_one(view, ProbabilityChart).probabilities)


def test_a_compact_one_has_no_bars() -> None:
    view = MomentView(100, 100, compact=True)
    assert find_all(view, ProbabilityChart) == []
    view.show(timeline(), 2, 0.5)
    assert find_one(view, Headline).prediction.label == "a<b"
