"""Saved pads: what a pad's output says of it, for a page that makes it live again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digit_widgets.app.standalone.saved_pads import read_saved_pad
from digit_widgets.ink import Ink, ink_from_json
from digit_widgets.predictors import load_predictor
from digit_widgets.predictors.bundled import bundled_model
from digit_widgets.recognition import Recognizer
from digit_widgets.widgets import DigitPad, ModelComparison, NumberPad, Studio
from digit_widgets.widgets.pads.saved_pad import PAD_TYPE, portable_model
from tests.support.digits import DIGITS

SEVEN = Ink.from_strokes(DIGITS["7"], width=16)


def test_a_pad_says_what_it_is_and_what_it_has() -> None:
    pad = DigitPad("cnn", ink=SEVEN, size=200, tools=("pen", "image", "undo"), description="Draw")
    pad.threshold = 0.25
    pad.canvas.pen_width = 9.0
    described = pad._repr_mimebundle_()[PAD_TYPE]
    assert json.loads(json.dumps(described)) == described
    saved = read_saved_pad(described, {})
    assert (saved.kind, saved.width, saved.height, saved.pen) == ("digit", 200, 200, 9)
    assert saved.tools == ("pen", "undo")
    assert (saved.description, saved.threshold, saved.compact) == ("Draw", 0.25, False)
    assert ink_from_json(saved.ink) == SEVEN


@pytest.mark.parametrize(
    ("pad", "kind", "models"),
    [
        (lambda: DigitPad(compact=True), "digit", {"reader": "reader"}),
        (lambda: NumberPad("ann"), "number", {"ann": "ann"}),
        (lambda: ModelComparison({"A": "cnn", "B": "ann"}), "comparison", {"A": "cnn", "B": "ann"}),
        (Studio, "studio", {"Reader": "reader", "CNN": "cnn", "ANN": "ann"}),
    ],
)
def test_each_kind_of_pad_names_its_networks(pad: Any, kind: str, models: dict[str, str]) -> None:
    saved = read_saved_pad(pad()._repr_mimebundle_()[PAD_TYPE], {})
    assert saved.kind == kind
    assert {model.name: model.model for model in saved.models} == models


def test_a_file_is_named_if_a_page_would_read_as_the_pad_does(tmp_path: Path) -> None:
    path = tmp_path / "mine.tflite"
    path.write_bytes(bundled_model("ann").read_bytes())

    def portable(model: Any, **stated: Any) -> str | None:
        return portable_model(model, Recognizer(load_predictor(model, **stated)))

    assert portable(path) == portable(str(path)) == str(path)
    assert portable(path, labels=tuple("abcdefghij")) is None
    assert portable(path, transposed=True) is None
    assert portable(bundled_model("ann")) == str(bundled_model("ann"))
    assert portable_model("gone.tflite", None) is None


def test_an_image_on_the_pad_is_no_drawing_for_a_page() -> None:
    pad = DigitPad("ann")
    pad.put_image(np.eye(28, dtype=np.float32))
    assert PAD_TYPE not in pad._repr_mimebundle_()
