"""The two networks, exactly as described in the notebooks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from digit_widgets.training import ARCHITECTURES, build_ann, build_cnn

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


@pytest.mark.parametrize(("name", "parameters"), [("cnn", 225_034), ("ann", 235_146)])
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


@pytest.mark.parametrize("build", [build_ann, build_cnn])
def test_the_networks_give_probabilities_of_images(build: Any) -> None:
    model = build()
    assert model.input_shape == (None, 28, 28, 1)
    probabilities = model(np.ones((3, 28, 28, 1), np.float32)).numpy()
    assert probabilities.shape == (3, 10)
    assert probabilities.dtype == np.float32
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)


def test_the_networks_are_named_as_on_the_command_line() -> None:
    assert {name: build().name for name, build in ARCHITECTURES.items()} == {
        "ann": "ann",
        "cnn": "cnn",
    }
