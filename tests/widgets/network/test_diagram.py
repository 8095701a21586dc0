"""The diagram of a network's layers."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
from PIL import Image

from digit_widgets.errors import ArgumentError, ModelError
from digit_widgets.ink import Ink
from digit_widgets.training import build_ann, build_cnn
from digit_widgets.widgets import DigitPad, NetworkDiagram
from tests.support.digits import DIGITS, finely
from tests.support.keras_models import make_residual
from tests.support.widget_tree import plain_text

SEVEN = Ink.from_strokes([finely(stroke) for stroke in DIGITS["7"]], width=16)


def cards(diagram: NetworkDiagram) -> list[list[str]]:
    """Return what is written in each card, line by line."""
    texts = re.findall(r'</svg>(.*?)<div class="share">', diagram.value)
    return [re.sub(r"<[^>]+>", "\n", text).split() for text in texts]


def test_each_layer_of_the_cnn_has_its_shape_and_its_parameters() -> None:
    written = [" ".join(card) for card in cards(NetworkDiagram(build_cnn()))]
    assert written == [
        "Input 28 × 28 × 1",
        "Conv2D 3 × 3, ReLU 26 × 26 × 32 320 parameters",
        "MaxPooling2D 2 × 2 13 × 13 × 32",
        "Conv2D 3 × 3, ReLU 11 × 11 × 64 18,496 parameters",
        "MaxPooling2D 2 × 2 5 × 5 × 64",
        "Flatten 1,600",
        "Dense, ReLU 128 204,928 parameters",
        "Dropout 0.5 128",
        "Dense, softmax 10 1,290 parameters",
    ]


def test_layers_with_a_shortcut_are_numbered_and_a_sum_says_of_what() -> None:
    written = [" ".join(card) for card in cards(NetworkDiagram(make_residual()))]
    assert written[0] == "Input 28 × 28 × 1"
    assert written[1] == "1. Conv2D 3 × 3 28 × 28 × 4 36 parameters"
    assert written[11:16] == [
        "11. ReLU 7 × 7 × 6",
        "12. Conv2D 3 × 3 7 × 7 × 6 324 parameters",
        "13. Batch Normalization 7 × 7 × 6 24 parameters",
        "14. ReLU 7 × 7 × 6",
        "15. Add, of 11 and 14 7 × 7 × 6",
    ]
    assert len(written) == 24


def test_a_functional_network_without_branches_is_drawn_as_a_sequential_one() -> None:
    sequential = build_cnn()
    functional = keras.Model(sequential.inputs, sequential.outputs)
    assert cards(NetworkDiagram(functional)) == cards(NetworkDiagram(sequential))
    inner = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Conv2D(2, 3)], name="inner")
    outer = keras.Sequential([keras.Input((28, 28, 1)), inner, keras.layers.Flatten()])
    assert [card[0] for card in cards(NetworkDiagram(outer))] == ["Input", "Sequential", "Flatten"]


def test_a_branch_from_the_input_says_so() -> None:
    image = keras.Input((4, 4, 1))
    both = keras.layers.Concatenate()([keras.layers.Conv2D(2, 3, padding="same")(image), image])
    titles = [" ".join(card) for card in cards(NetworkDiagram(keras.Model(image, both)))]
    assert titles[2] == "2. Concatenate, of 1 and the input 4 × 4 × 3"


def test_the_whole_is_counted_for_eyes_and_for_screen_readers() -> None:
    value = NetworkDiagram(build_ann()).value
    assert 'role="list" aria-label="Layers of ann, 235,146 parameters"' in value
    assert "235,146 parameters in all" in value


def test_names_are_written_as_text() -> None:
    inputs = keras.Input((28, 28, 1))
    model = keras.Model(inputs, keras.layers.Flatten()(inputs), name="a")
    model.name = '"><script>'
    assert "<script>" not in NetworkDiagram(model).value


@pytest.mark.parametrize("model", [None, 7, "other", keras.Sequential([keras.layers.Dense(3)])])
def test_what_has_no_layers_to_draw_is_refused(model: object) -> None:
    with pytest.raises(ModelError, match="built Keras model"):
        NetworkDiagram(model)


def shares(diagram: NetworkDiagram) -> list[str]:
    """The share of the parameters that each card tells, "" for none."""
    told = re.findall(r'<div class="share">(.*?)</div>', diagram.value)
    return [plain_text(each) for each in told]


def images(diagram: NetworkDiagram) -> list[str]:
    """The images in the cards."""
    return re.findall(r'href="(data:image/png;base64,[^"]+)"', diagram.value)


@pytest.mark.parametrize(("name", "build"), [("cnn", build_cnn), ("ann", build_ann)])
def test_a_bundled_networks_layers_are_those_of_keras_without_what_only_training_needs(
    name: str, build: Callable[[], Any]
) -> None:
    expected = [card for card in cards(NetworkDiagram(build())) if card[0] != "Dropout"]
    diagram = NetworkDiagram(name)
    assert cards(diagram) == expected
    total = build().count_params()
    assert f"{total:,} parameters in all" in diagram.value


def test_a_shortcut_of_a_bundled_network_is_drawn_as_one() -> None:
    written = [" ".join(card) for card in cards(NetworkDiagram("reader"))]
    assert written[0] == "Input 28 × 28 × 1"
    assert any(re.search(r"Add, .*of \d+ and \d+|Add.*, of \d+", each) for each in written)


def test_shares_of_the_parameters_are_told() -> None:
    told = shares(NetworkDiagram("cnn"))
    assert [each for each in told if each] == ["<1%", "8%", "91%", "1%"]
    assert len(told) == len(cards(NetworkDiagram("cnn")))


def test_the_drawing_flows_through_while_it_is_drawn() -> None:
    pad = DigitPad(ink=SEVEN)
    diagram = NetworkDiagram("cnn", pad)
    seven = images(diagram)
    # The input, five of the maps of each of four layers, and three vectors.
    assert len(seven) == 1 + 4 * 5 + 3
    decoded = [Image.open(io.BytesIO(base64.b64decode(each.split(",")[1]))) for each in seven]
    np.testing.assert_array_equal(np.asarray(decoded[0]), np.round(pad.image * 255))
    assert np.asarray(decoded[-1]).ravel().argmax() == 7
    pad.clear()
    diagram.wait()
    assert images(diagram) != seven
    diagram.close()
    pad.ink = SEVEN
    assert images(diagram) != seven
    pad.close()


def test_a_pad_needs_a_bundled_network() -> None:
    pad = DigitPad()
    with pytest.raises(ModelError, match=r"flows through a bundled network.*FeatureMaps"):
        NetworkDiagram(build_cnn(), pad)
    with pytest.raises(ArgumentError, match="A DigitPad is followed"):
        NetworkDiagram("cnn", 3)  # type: ignore[arg-type]
    pad.close()
