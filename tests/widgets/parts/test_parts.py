"""Chart, preview, headline and the worker behind the pad."""

from __future__ import annotations

import contextvars
import threading

import bqplot
import numpy as np
import pytest
from traitlets import TraitError

from digit_widgets.predictors import DIGITS
from digit_widgets.recognition import Prediction
from digit_widgets.widgets import DigitPreview, ProbabilityChart
from digit_widgets.widgets.parts.colors import ACCENT, MUTED
from digit_widgets.widgets.parts.headline import Headline
from digit_widgets.widgets.parts.page_widgets import AriaLabels
from digit_widgets.widgets.parts.worker import LatestWorker
from tests.support.waiting import LONG
from tests.support.widget_tree import axis, find_one

SHARES = (0.0, 0.02, 0.0, 0.01, 0.0, 0.0, 0.0, 0.969, 0.001, 0.0)


def bars(chart: ProbabilityChart) -> bqplot.Bars:
    return find_one(chart, bqplot.Bars)


def test_the_chart_marks_the_winner_alone() -> None:
    chart = ProbabilityChart()
    chart.probabilities = SHARES
    assert [color == ACCENT for color in bars(chart).colors] == [share > 0.5 for share in SHARES]
    np.testing.assert_array_equal(bars(chart).y, SHARES)


def test_the_chart_writes_values_at_the_bars_ends() -> None:
    chart = ProbabilityChart()
    chart.probabilities = SHARES
    values = find_one(chart, bqplot.Label)
    assert list(values.text) == ["", "2%", "", "1%", "", "", "", "97%", "", ""]
    np.testing.assert_array_equal(values.x, SHARES)


def test_the_chart_is_named_by_what_it_shows() -> None:
    chart = ProbabilityChart()
    spoken = chart.children[-1]
    assert spoken.names[".bqplot"]["aria-label"] == "Probabilities: none yet"
    chart.probabilities = SHARES
    assert spoken.names[".bqplot"]["aria-label"] == (
        "Probabilities: 7, 97 percent; 1, 2 percent; 3, 1 percent; the others less"
    )


def room(chart: ProbabilityChart) -> tuple[int, int, int]:
    """The chart's left margin, width and height."""
    figure = find_one(chart, bqplot.Figure)
    width, height = (
        int(side.removesuffix("px")) for side in (figure.layout.width, figure.layout.height)
    )
    return figure.fig_margin["left"], width, height


def test_labels_have_the_room_that_they_need_and_the_bars_theirs() -> None:
    assert room(ProbabilityChart()) == (28, 248, 264)
    left, width, height = room(ProbabilityChart(("even", "odd")))
    assert 40 < left < 70
    assert (width - left, height) == (220, 264)
    left, width, _ = room(ProbabilityChart(("a very long label indeed " * 9, "odd")))
    assert left <= 122
    assert width - left == 220
    assert room(ProbabilityChart([f"class {i}" for i in range(47)]))[2] > 47 * 16


def test_long_labels_are_shortened_and_told_whole() -> None:
    long = "a label that is much too long for a chart"
    chart = ProbabilityChart((long, "odd"), probabilities=(0.75, 0.25))
    assert axis(chart).tick_labels[long].endswith("…")
    assert find_one(chart, AriaLabels).titles == {".axis .tick": {long: long, "odd": "odd"}}
    said = find_one(chart, AriaLabels).names[".bqplot"]["aria-label"]
    assert said.startswith(f"Probabilities: {long}, 75")


def test_labels_that_are_the_same_have_a_bar_each() -> None:
    chart = ProbabilityChart(("even", "odd", "even"), probabilities=(0.25, 0.25, 0.5))
    assert len(set(bars(chart).x)) == 3
    assert list(axis(chart).tick_labels.values()) == ["even", "odd", "even"]


@pytest.mark.parametrize("labels", [(1, 2), (None,), ("a", b"b")])
def test_labels_that_are_no_texts_are_refused(labels: tuple[object, ...]) -> None:
    with pytest.raises(TraitError, match="labels are texts"):
        ProbabilityChart().labels = labels


def test_an_empty_chart_has_no_winner_and_the_same_room() -> None:
    chart = ProbabilityChart()
    size = room(chart)
    chart.probabilities = SHARES
    chart.probabilities = (0.0,) * 10
    assert set(bars(chart).colors) == {MUTED}
    assert room(chart) == size


@pytest.mark.parametrize("shares", [(0.5,) * 9, (2.0,) * 10, (float("nan"),) * 10, (-1.0,) * 10])
def test_the_chart_refuses_what_are_no_shares(shares: tuple[float, ...]) -> None:
    with pytest.raises(TraitError, match=r"takes 10 numbers in 0"):
        ProbabilityChart().probabilities = shares


def test_the_preview_shows_the_very_pixels() -> None:
    image = np.linspace(0, 1, 784, dtype=np.float32).reshape(28, 28)
    preview = DigitPreview(image)
    shown = np.frombuffer(preview.children[0].grey, np.uint8)
    np.testing.assert_array_equal(shown, np.round(image.ravel() * 255))
    with pytest.raises(ValueError, match="read-only"):
        preview.image[0, 0] = 1


@pytest.mark.parametrize(
    "image", [np.zeros((27, 28)), np.full((28, 28), 2.0), [[np.nan] * 28] * 28]
)
def test_the_preview_refuses_what_is_no_image(image: object) -> None:
    with pytest.raises(TraitError, match=r"\(28, 28\) numbers in 0\.\.1"):
        DigitPreview(image)


def headline(prediction: Prediction) -> str:
    widget = Headline()
    widget.prediction = prediction
    text: str = widget.children[0].value
    return text


def test_the_headline_says_words_before_numbers() -> None:
    assert "Draw a digit" in headline(Prediction.blank(DIGITS))
    assert "Draw here" in headline(Prediction.blank(("even", "odd")))
    assert "No reading" in headline(Prediction.failed(DIGITS))
    said = headline(Prediction("7", SHARES, DIGITS, "digit"))
    assert ">7<" in said
    assert "97%" in said
    assert "then 1, 2%" in said


def test_the_headline_calls_nothing_certain() -> None:
    nearly = (0.9999, 0.0001, *(0.0,) * 8)
    said = headline(Prediction("0", nearly, DIGITS, "digit"))
    assert "&gt;99%" in said
    assert "&lt;1%" in said


def test_the_headline_escapes_labels() -> None:
    said = headline(Prediction("<b>", (0.6, 0.4), ("<b>", "&"), "digit"))
    assert "&lt;b&gt;" in said
    assert "then &amp;" in said


def test_a_score_is_a_meter_with_the_threshold_marked() -> None:
    scored = Prediction("7", SHARES, DIGITS, "digit", score=0.934)
    said = headline(scored)
    assert 'role="meter" aria-label="Looks like a digit"' in said
    assert (
        'aria-valuenow="93" aria-valuetext="93 percent; below 50 percent it is not a digit"' in said
    )
    assert '<i style="width: 93.4%"></i><b style="left: 50.0%"></b>' in said
    assert "Looks like a digit: 93%" in said
    refused = Prediction(None, SHARES, DIGITS, "not a digit", score=0.2)
    assert 'class="meter rejected"' in headline(refused)
    assert "meter" not in headline(Prediction("7", SHARES, DIGITS, "digit"))


def test_the_mark_follows_the_threshold_and_nothing_is_marked_if_nothing_is_rejected() -> None:
    widget = Headline()
    widget.prediction = Prediction("7", SHARES, DIGITS, "digit", score=0.4)
    assert "meter rejected" in widget.children[0].value
    widget.threshold = 0.3
    assert '<b style="left: 30.0%">' in widget.children[0].value
    assert "meter rejected" not in widget.children[0].value
    widget.threshold = 0.0
    assert "below" not in widget.children[0].value


def test_the_worker_skips_to_the_newest() -> None:
    begun, free = threading.Event(), threading.Event()
    done: list[int] = []

    def work(item: int) -> None:
        begun.set()
        assert free.wait(LONG)
        done.append(item)

    worker = LatestWorker(work)
    worker.submit(0)
    assert begun.wait(LONG)
    for item in range(1, 100):
        worker.submit(item)
    free.set()
    worker.wait()
    assert done == [0, 99]
    worker.close()


def test_the_worker_works_in_the_context_of_the_giver() -> None:
    where = contextvars.ContextVar("where", default="nowhere")
    seen: list[str] = []
    worker: LatestWorker[None] = LatestWorker(lambda _: seen.append(where.get()))
    where.set("in the cell")
    worker.submit(None)
    worker.wait()
    assert seen == ["in the cell"]
    worker.close()


def test_a_closed_worker_drops_what_comes() -> None:
    done: list[int] = []
    worker = LatestWorker(done.append)
    worker.close()
    worker.submit(1)
    worker.wait()
    assert done == []
