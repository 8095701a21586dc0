"""What widgets are made with: unknown names, wrong types, and what was meant."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from ipywidgets import Dropdown
from traitlets import Int, TraitError

import digit_widgets as dw
from digit_widgets.errors import ArgumentError, DigitWidgetsError, ModelError
from digit_widgets.ink import Ink
from tests.support.widget_tree import find_one

PAD = object()
BLANK = np.zeros((3, 28, 28), np.float32)
MAKERS: dict[str, Any] = {
    "ConfusionExplorer": lambda **more: dw.ConfusionExplorer(["ann"], BLANK, [1, 2, 3], **more),
    "DigitPad": dw.DigitPad,
    "DigitPreview": dw.DigitPreview,
    "FeatureMaps": lambda **more: dw.FeatureMaps(dw.DigitPad(), "none.keras", **more),
    "InkCanvas": dw.InkCanvas,
    "InkTimeline": lambda **more: dw.InkTimeline(dw.DigitPad(), **more),
    "ModelComparison": lambda **more: dw.ModelComparison(["ann"], **more),
    "NumberPad": dw.NumberPad,
    "ProbabilityChart": dw.ProbabilityChart,
    "Studio": dw.Studio,
    "TrainingMonitor": dw.TrainingMonitor,
}


@pytest.mark.parametrize("name", MAKERS)
def test_unknown_keywords_are_refused_and_layout_is_taken(name: str) -> None:
    for unknown in ("colour", "children", "on_click"):
        with pytest.raises(ArgumentError, match=f"{name} takes no {unknown}=|read-only"):
            MAKERS[name](**{unknown: None})
    with pytest.raises(ArgumentError, match=r"Did you mean layout="):
        MAKERS[name](layuot={})
    widget = MAKERS[name](layout={"border": "1px solid red"}, tooltip="mine")
    assert (widget.layout.border_top, widget.tooltip) == ("1px solid red", "mine")


@pytest.mark.parametrize(
    ("make", "keywords", "says"),
    [
        (dw.NumberPad, {"labels": ("even", "odd")}, "Labels belong to the model"),
        (dw.NumberPad, {"labels": "abc"}, "Labels belong to the model"),
        (dw.DigitPad, {"width": 300}, "size= is both"),
        (dw.DigitPad, {"heigth": 300}, "takes no heigth="),
        (dw.DigitPad, {"treshold": 0.3}, r"Did you mean threshold=\?"),
        (dw.DigitPad, {"value": "7"}, "give ink="),
        (dw.DigitPad, {"probabilities": ()}, "read-only: a DigitPad sets it itself"),
        (dw.DigitPad, {"size": "400px"}, "50 to 2000 pixels, one whole number, not '400px'"),
        (dw.DigitPad, {"size": (280, 140)}, r"not \(280, 140\)\. A wide pad.*NumberPad\(width"),
        (dw.DigitPad, {"size": True}, "not True"),
        (dw.DigitPad, {"size": float("nan")}, "not nan"),
        (dw.DigitPad, {"size": 280.5}, r"not 280\.5"),
        (dw.NumberPad, {"size": 300}, "It is wide: give width= and height="),
        (dw.NumberPad, {"height": "tall"}, "The height is 50 to 2000 pixels"),
        (dw.InkCanvas, {"width": None}, "The width is 50 to 2000 pixels"),
        (dw.DigitPreview, {"zoom": 0}, "zoom is a whole number from 1 to 20, not 0"),
        (dw.DigitPad, {"compact": "yes"}, "compact is True or False, not 'yes'"),
        (dw.DigitPad, {"tools": "pen"}, r"as a tuple of names, such as \('pen',\), not 'pen'"),
        (dw.DigitPad, {"tools": ("pen", "rest")}, "no 'rest' among.*Did you mean 'reset'"),
        (dw.NumberPad, {"tools": ("copy",)}, "no 'copy' among the tools of a NumberPad"),
        (dw.DigitPad, {"tools": 3}, "not 3. There are: 'pen', 'eraser'"),
        (dw.ProbabilityChart, {"labels": "0123456789"}, "in a tuple of texts"),
        (dw.ModelComparison, {"model": "cnn"}, "Give models=, a list or a mapping of names"),
        (dw.TrainingMonitor, {"pads": 3}, "pads in a list, not a int"),
        (dw.TrainingMonitor, {"pads": [3]}, "A DigitPad is followed, not 3"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(
    make: Any, keywords: dict[str, Any], says: str
) -> None:
    with pytest.raises(ArgumentError, match=says):
        make(**keywords)


@pytest.mark.parametrize("size", [np.int64(200), np.uint8(200), 200.0, np.float32(200)])
def test_whole_numbers_of_any_type_are_sizes(size: Any) -> None:
    pad = dw.DigitPad(size=size)
    assert (pad.canvas.width, type(pad.canvas.width)) == (200, int)
    pad.close()


def test_ink_that_is_none_is_refused_with_the_way_to_make_one() -> None:
    for make in (dw.DigitPad, dw.NumberPad, dw.InkCanvas):
        with pytest.raises(TraitError, match=r"an Ink, such as Ink\.from_strokes"):
            make(ink=[[(1, 2), (3, 4)]])


def test_traits_of_an_authors_own_pad_are_taken() -> None:
    class Mine(dw.DigitPad):
        rounds = Int(3)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pad = Mine(rounds=5, threshold=0.2, description="mine", box_style="info")
    assert (pad.rounds, pad.threshold, pad.box_style) == (5, 0.2, "info")
    with pytest.raises(ArgumentError, match=r"Did you mean rounds="):
        Mine(round=5)


def test_models_in_a_list_are_named_and_no_two_alike() -> None:
    def mine(images: Any) -> Any:
        return np.full((len(images), 10), 0.1)

    comparison = dw.ModelComparison(["cnn", "ann", "ann", mine, "models/none.keras"])
    assert list(comparison.predictions) == ["cnn", "ann", "ann 2", "mine", "none"]
    explorer = dw.ConfusionExplorer(("cnn", "ann"), BLANK, [1, 2, 3])
    assert list(find_one(explorer, Dropdown, description="Model").options) == ["cnn", "ann"]
    for models in ("cnn", dw.load_predictor("cnn"), [], 3):
        with pytest.raises(ModelError, match=r"in a list: .*\[\"cnn\", \"ann\"\]"):
            dw.ModelComparison(models)  # type: ignore[arg-type]


def test_images_of_other_numbers_are_converted() -> None:
    shares = np.linspace(0, 1, 784).reshape(28, 28)
    greys = np.round(shares * 255).astype(np.uint8)
    for image in (shares, shares.tolist(), shares.astype(np.float16)):
        np.testing.assert_allclose(dw.DigitPreview(image).image, shares, atol=1e-3)
    np.testing.assert_array_equal(dw.DigitPreview(greys).image, greys / np.float32(255))
    explorer = dw.ConfusionExplorer(["ann"], np.stack([greys] * 3), [1, 2, 3])
    assert explorer.error == ""
    for image in ("digit.png", [["a"] * 28] * 28, Ink(), None.__class__):
        with pytest.raises(TraitError, match=r"\(28, 28\) numbers in 0\.\.1"):
            dw.DigitPreview(image)


def test_a_chart_shows_what_it_is_made_with() -> None:
    chart = dw.ProbabilityChart(("even", "odd"), probabilities=(0.25, 0.75), muted=True)
    assert (chart.probabilities, chart.muted) == ((0.25, 0.75), True)


@pytest.mark.parametrize("given", [[[(1, 2)]], None, "digit.png"])
def test_what_is_neither_ink_nor_an_image_is_not_read_as_a_number(given: Any) -> None:
    with pytest.raises(DigitWidgetsError, match=r"load_image.* Ink\.from_strokes"):
        dw.read_number(given)


@pytest.mark.parametrize("call", [dw.ink_to_json, dw.ink_steps])
@pytest.mark.parametrize("given", [BLANK[0], [[(1, 2)]], None, "digit.png"])
def test_functions_of_ink_say_what_they_take(call: Any, given: Any) -> None:
    with pytest.raises(DigitWidgetsError, match=r"Ink\.from_strokes"):
        call(given)
