"""The diagram of a network's layers."""

from __future__ import annotations

import re

import keras
import pytest

from digit_widgets.errors import ModelError
from digit_widgets.training import build_ann, build_cnn
from digit_widgets.widgets import NetworkDiagram
from tests.support.keras_models import make_residual


def cards(diagram: NetworkDiagram) -> list[list[str]]:
    """Return what is written in each card, line by line."""
    texts = re.findall(r"</svg>(.*?)</div></div>", diagram.value)
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


@pytest.mark.parametrize("model", [None, 7, "cnn", keras.Sequential([keras.layers.Dense(3)])])
def test_what_has_no_layers_to_draw_is_refused(model: object) -> None:
    with pytest.raises(ModelError, match="built Keras model"):
        NetworkDiagram(model)
