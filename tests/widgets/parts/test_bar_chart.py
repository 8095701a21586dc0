"""Bars of percentages: each with its figure, below the top, and said to screen readers."""

from __future__ import annotations

import bqplot
import pytest

from digit_widgets.errors import ArgumentError
from digit_widgets.widgets import BarChart
from digit_widgets.widgets.parts.page_widgets import AriaLabels
from tests.support.widget_tree import find_all, find_one, text_of


@pytest.mark.parametrize("highest", [0.0, 0.34, 7.0, 99.6, 100.0])
def test_every_bar_has_its_figure_and_room_for_it(highest: float) -> None:
    chart = BarChart(["a", "b"], {"one": [highest, 0.0], "two": [highest / 2, 0.0]}, "x", "y")
    bars = find_one(chart, bqplot.Bars)
    figures = find_all(chart, bqplot.Label)
    assert [list(each.text) for each in figures] == [
        [f"{highest:.1f}", "0.0"],
        [f"{highest / 2:.1f}", "0.0"],
    ]
    assert bars.scales["y"].max >= 1.05 * highest
    assert bars.y.tolist() == [[highest, 0.0], [highest / 2, 0.0]]
    assert len(set(bars.colors)) == 2


def test_the_bars_are_named_and_said() -> None:
    chart = BarChart([1, 2], {"<b>": [25.0, 50.0]}, "digit", "read, %")
    assert "<b>" in text_of(chart)
    said = find_one(chart, AriaLabels).names[".bqplot"]["aria-label"]
    assert said == "read, %, by digit. 1: <b> 25.0; 2: <b> 50.0"


def test_a_series_of_another_length_or_none_is_told() -> None:
    with pytest.raises(ArgumentError, match="each of the 2 names"):
        BarChart(["a", "b"], {"one": [1.0]}, "x", "y")
    with pytest.raises(ArgumentError, match="at least one"):
        BarChart([], {}, "x", "y")
