"""Widgets where no kernel is: as text, as a still image, and as the state that is saved."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from xml.dom import minidom

import nbformat
import numpy as np
import pytest
from ipywidgets import Widget
from nbconvert import HTMLExporter

from digit_widgets import widgets
from digit_widgets.imaging.png import grey_png
from digit_widgets.ink import Ink, ink_from_json
from digit_widgets.widgets import (
    ConfusionExplorer,
    DigitPad,
    DigitPreview,
    InkCanvas,
    InkTimeline,
    ModelComparison,
    NetworkDiagram,
    NumberPad,
    ProbabilityChart,
    RobustnessExplorer,
    Studio,
    TrainingMonitor,
    WhyThisDigit,
)
from tests.support.digits import DIGITS
from tests.widgets.conftest import choose_file

SEVEN = Ink.from_strokes(DIGITS["7"], width=16)
#: A model whose labels are markup, and one of them a character that no XML may hold.
HOSTILE = ("<b>&\x00", *(str(digit) for digit in range(1, 10)))


class Hostile:
    labels = HOSTILE

    def predict_proba(self, images: Any) -> Any:
        return np.eye(10)[np.zeros(len(images), np.int64)]


def layers() -> Any:
    layer = SimpleNamespace(output=SimpleNamespace(shape=(None, 10)), count_params=lambda: 7850)
    return SimpleNamespace(
        name="tiny", input_shape=(None, 28, 28, 1), layers=[layer], count_params=lambda: 7850
    )


def test_each_widget_is_one_short_line_of_text() -> None:
    pad = DigitPad(ink=SEVEN)
    images = np.zeros((3, 28, 28), np.float32)
    shown = {
        "DigitPad(model='reader', value='7', strokes=1)": pad,
        "NumberPad(model='reader', value=None, strokes=0)": NumberPad(),
        "ModelComparison(labels={'A': '7'}, strokes=1)": ModelComparison({"A": "cnn"}, ink=SEVEN),
        "Studio(view='Read', value='7', strokes=1)": Studio(ink=SEVEN),
        "InkCanvas(width=280, height=280, strokes=0)": InkCanvas(),
        "ProbabilityChart(labels=10, longest=None)": ProbabilityChart(),
        "DigitPreview(blank=True)": DigitPreview(),
        "TrainingMonitor(state='ready', epochs=0)": TrainingMonitor(),
        "NetworkDiagram(model='tiny', parameters=7850)": NetworkDiagram(layers()),
        "ConfusionExplorer(models=['A'], cell=None, selected=None)": ConfusionExplorer(
            {"A": "cnn"}, images, [1, 2, 3]
        ),
    }
    for line, widget in shown.items():
        assert repr(widget) == line
        assert widget._repr_mimebundle_()["text/plain"] == line
    assert repr(InkTimeline(pad)).startswith("InkTimeline(moments=")
    explorer = RobustnessExplorer(["ann"])
    assert repr(explorer) == "RobustnessExplorer(models=['ann'], disturbance='shift', strength=0.0)"
    explorer.close()
    assert repr(WhyThisDigit(pad)).startswith("WhyThisDigit(")
    # Some of the others have a test of it beside their own.
    assert {*widgets.__all__} == {type(each).__name__ for each in shown.values()} | {
        "BarChart",
        "FilterGrid",
        "ImageRow",
        "LearningCurveChart",
        "ShuffleExperiment",
        "SweepBoard",
        "InkTimeline",
        "FeatureMaps",
        "RobustnessExplorer",
        "WhyThisDigit",
    }


@pytest.mark.parametrize("name", widgets.__all__)
def test_text_never_raises_also_of_what_was_made_by_halves(name: str) -> None:
    kind = getattr(widgets, name)
    assert repr(kind.__new__(kind)).startswith(f"{name}(")


def test_text_stays_short_whatever_a_model_says_of_itself() -> None:
    class Long:
        labels = tuple(str(digit) for digit in range(10))
        name = "m" * 10_000

        def predict_proba(self, images: Any) -> Any:
            return np.full((len(images), 10), 0.1)

        def __repr__(self) -> str:
            raise RuntimeError

    pad = DigitPad(Long())
    assert len(repr(pad)) <= 100
    pad.close()
    assert repr(pad).startswith("DigitPad(model='mmm")


@pytest.mark.parametrize(
    ("pad", "told"),
    [
        (lambda: DigitPad(ink=SEVEN), ["7"]),
        (DigitPad, ["Nothing drawn"]),
        (lambda: NumberPad(ink=SEVEN), ["7"]),
        (lambda: ModelComparison({"<A>": "cnn", "B": "ann"}, ink=SEVEN), ["<A>", "B"]),
        (lambda: DigitPad(Hostile(), ink=SEVEN), ["<b>&"]),
    ],
)
def test_where_no_widgets_run_a_image_shows_ink_and_reading(pad: Any, told: list[str]) -> None:
    made = pad()
    svg = minidom.parseString(made._repr_mimebundle_()["image/svg+xml"])
    texts = [each.firstChild.data for each in svg.getElementsByTagName("text")]
    assert set(told) <= set(texts)
    paths = svg.getElementsByTagName("path")
    assert len(paths) == len(made.ink.strokes)


def test_the_image_shows_what_was_read_instead_of_the_drawing() -> None:
    pad = DigitPad(ink=SEVEN)
    plain = pad._repr_mimebundle_()["image/svg+xml"]
    choose_file(pad, "seven.png", grey_png(pad.image))
    pad.wait()
    assert "<image" not in plain
    image = pad._repr_mimebundle_()["image/svg+xml"]
    assert "<image" in image
    minidom.parseString(image)


def test_a_widget_that_cannot_be_pictured_is_still_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    pad = DigitPad()

    def broken(self: Any) -> str:
        raise ValueError

    monkeypatch.setattr(DigitPad, "_render_fallback", broken)
    bundle = pad._repr_mimebundle_()
    assert "image/svg+xml" not in bundle
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_the_saved_state_holds_the_drawing() -> None:
    pad = DigitPad(ink=SEVEN)
    state = Widget.get_manager_state()["state"]
    kept = [each["state"]["_backup"] for each in state.values() if "_backup" in each["state"]]
    assert [ink_from_json(text) for text in kept] == [pad.ink]


@pytest.mark.parametrize("with_state", [True, False])
def test_nbconvert_shows_the_widget_where_its_state_is_saved_and_else_the_image(
    with_state: bool,
) -> None:
    data = DigitPad(ink=SEVEN)._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data=data)
    cell = nbformat.v4.new_code_cell("pad", outputs=[output])
    notebook = nbformat.v4.new_notebook(cells=[cell])
    if with_state:
        state = Widget.get_manager_state()
        notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": state}
    html, _ = HTMLExporter().from_notebook_node(notebook)
    assert ("application/vnd.jupyter.widget-view+json" in html) is with_state
    assert ('class="jp-RenderedSVG' in html) is not with_state
