"""Learning curves as a chart and a table."""

from __future__ import annotations

import bqplot
import pytest

from digit_widgets.errors import ArgumentError
from digit_widgets.sweeps import LearningCurves, RunRecord
from digit_widgets.widgets import LearningCurveChart
from tests.support.sweep_records import make_record
from tests.support.widget_tree import find_one, text_of


def make_curves(seeds: int = 3, sizes: tuple[int, ...] = (100, 1_000, 10_000)) -> list[RunRecord]:
    return [
        make_record(
            seed,
            {"architecture": model, "n_images": size},
            accuracy=1 - (0.4 - 0.1 * worse) / size**0.25 - 0.01 * seed,
        )
        for worse, model in enumerate(("ann", "cnn"))
        for size in sizes
        for seed in range(seeds)
    ]


def lines_of(chart: LearningCurveChart, *, filled: bool) -> list[bqplot.Lines]:
    marks = find_one(chart, bqplot.Figure).marks
    lines = [mark for mark in marks if isinstance(mark, bqplot.Lines)]
    return [line for line in lines if (line.fill == "between") == filled]


def test_each_model_has_a_line_with_a_band_around_it() -> None:
    chart = LearningCurveChart(LearningCurves(make_curves()))
    lines, bands = lines_of(chart, filled=False), lines_of(chart, filled=True)
    assert len(lines) == len(bands) == 2
    for line, band in zip(lines, bands, strict=True):
        assert line.x.tolist() == [0.0, 0.5, 1.0]
        for low, middle, high in zip(band.y[0], line.y, band.y[1], strict=True):
            assert low < middle < high
    assert len({line.marker for line in lines}) == 2
    marks = find_one(chart, bqplot.Figure).marks
    (names,) = [each for each in marks if isinstance(each, bqplot.Label)]
    assert sorted(names.text) == ["ANN", "CNN"]
    assert "ANN" in text_of(chart)
    assert "10,000" in text_of(chart)
    assert repr(chart) == "LearningCurveChart(models=['ann', 'cnn'], points=6)"
    chart.close()


@pytest.mark.parametrize(
    ("seeds", "sizes"), [(1, (100,)), (2, (100, 200)), (1, (100, 200)), (2, (500,))]
)
def test_few_points_are_drawn_too(seeds: int, sizes: tuple[int, ...]) -> None:
    records = make_curves(seeds, sizes)
    chart = LearningCurveChart(records)
    for line in lines_of(chart, filled=False):
        assert len(line.y) == len(sizes)
        assert all(0 <= place <= 1 for place in line.y)
    assert len(lines_of(chart, filled=True)) == (2 if len(sizes) > 1 else 0)
    chart.close()


@pytest.mark.parametrize("wrong", [None, 3, ["a"], []])
def test_what_is_no_learning_curve_is_refused(wrong: object) -> None:
    with pytest.raises(ArgumentError, match=r"Give what training|No run has finished yet"):
        LearningCurveChart(wrong)
