"""The networks: those of the notebooks exactly as described, the reader, and the scorer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from digit_widgets.training import ARCHITECTURES, build_ann, build_cnn
from digit_widgets.training.architectures import MAX_CONVOLUTIONS

CNN = [
    ("Conv2D", {"filters": 32, "kernel_size": (3, 3), "activation": "relu"}),
    ("MaxPooling2D", {"pool_size": (2, 2)}),
    ("Conv2D", {"filters": 64, "kernel_size": (3, 3), "activation": "relu"}),
    ("MaxPooling2D", {"pool_size": (2, 2)}),
    ("Flatten", {}),
    ("Dense", {"units": 128, "activation": "relu"}),
    ("Dropout", {"rate": 0.5}),
    ("Dense", {"units": 10, "activation": "softmax"}),
]
ANN = [
    ("Flatten", {}),
    ("Dense", {"units": 256, "activation": "relu"}),
    ("Dropout", {"rate": 0.2}),
    ("Dense", {"units": 128, "activation": "relu"}),
    ("Dropout", {"rate": 0.2}),
    ("Dense", {"units": 10, "activation": "softmax"}),
]


@pytest.mark.parametrize(
    ("name", "parameters"),
    [("cnn", 225_034), ("ann", 235_146), ("reader", 376_578), ("scorer", 151_897)],
)
def test_the_networks_have_their_numbers_of_parameters(name: str, parameters: int) -> None:
    assert ARCHITECTURES[name]().count_params() == parameters


@pytest.mark.parametrize(("name", "expected"), [("cnn", CNN), ("ann", ANN)])
def test_the_networks_have_their_layers(
    name: str, expected: list[tuple[str, dict[str, Any]]]
) -> None:
    layers = ARCHITECTURES[name]().layers
    assert [type(layer).__name__ for layer in layers] == [kind for kind, _ in expected]
    for layer, (_, settings) in zip(layers, expected, strict=True):
        config = layer.get_config()
        assert {key: config[key] for key in settings} == settings


@pytest.mark.parametrize("name", ["reader", "scorer"])
def test_convolutions_are_normalised_and_one_is_added_to_its_input(name: str) -> None:
    layers = ARCHITECTURES[name]().layers
    kinds = [type(layer).__name__ for layer in layers]
    assert kinds.count("Add") == 1
    convolutions = [number for number, kind in enumerate(kinds) if kind == "Conv2D"]
    assert len(convolutions) == {"reader": 5, "scorer": 4}[name]
    for number in convolutions:
        assert kinds[number + 1 : number + 3] == ["BatchNormalization", "ReLU"]
        assert not layers[number].use_bias
    (one, other) = layers[kinds.index("Add")].input
    assert one.shape == other.shape


def test_the_scorer_gives_one_number_in_0_to_1_of_an_image() -> None:
    model = ARCHITECTURES["scorer"]()
    assert model.input_shape == (None, 28, 28, 1)
    scores = model(np.random.default_rng(0).random((3, 28, 28, 1), np.float32)).numpy()
    assert scores.shape == (3, 1)
    assert ((scores > 0) & (scores < 1)).all()


@pytest.mark.parametrize("name", ["ann", "cnn", "reader"])
def test_the_networks_give_probabilities_of_images(name: str) -> None:
    model = ARCHITECTURES[name]()
    assert model.input_shape == (None, 28, 28, 1)
    probabilities = model(np.ones((3, 28, 28, 1), np.float32)).numpy()
    assert probabilities.shape == (3, 10)
    assert probabilities.dtype == np.float32
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)


def test_the_networks_are_named_as_on_the_command_line() -> None:
    assert list(ARCHITECTURES) == ["ann", "cnn", "reader", "scorer"]
    assert all(build().name == name for name, build in ARCHITECTURES.items())


def test_the_layers_of_the_networks_can_be_chosen() -> None:
    cnn = build_cnn(filters=(2, 3, 4), dense=(5, 6), dropout=0.1)
    assert cnn.output_shape == (None, 10)
    counts = [layer.filters for layer in cnn.layers if hasattr(layer, "filters")]
    units = [layer.units for layer in cnn.layers if hasattr(layer, "units")]
    rates = [layer.rate for layer in cnn.layers if hasattr(layer, "rate")]
    assert (counts, units, rates) == ([2, 3, 4], [5, 6, 10], [0.1, 0.1])
    assert cnn.count_params() == 20 + 57 + 112 + 25 + 36 + 70
    assert build_ann(dense=()).count_params() == 785 * 10


def test_more_convolutions_do_not_fit() -> None:
    build_cnn(filters=[1] * MAX_CONVOLUTIONS)
    with pytest.raises(ValueError, match=r"negative|size|dimension"):
        build_cnn(filters=[1] * (MAX_CONVOLUTIONS + 1))
