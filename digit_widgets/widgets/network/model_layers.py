"""Model layers: what a diagram shows of a Keras model, read from its layers."""

from __future__ import annotations

from typing import Any

from digit_widgets.errors import ModelError
from digit_widgets.explanation.bundled_layers import Layer

__all__ = ["SPELT", "read_layers"]

#: Activations whose names are not written as in Keras.
SPELT = {
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "elu": "ELU",
    "gelu": "GELU",
    "selu": "SELU",
    "silu": "SiLU",
}


def read_layers(model: Any) -> tuple[str, tuple[int, ...], list[Layer]]:
    """Return a Keras model's name, the shape of its input, such as (28, 28, 1), and its layers.

    Raises
    ------
    ModelError
        The argument is not a model, or is not built.
    """
    try:
        shape = tuple(model.input_shape[1:])
        # A functional model has its input among its layers, a Sequential one has not.
        layers = [each for each in model.layers if type(each).__name__ != "InputLayer"]
        sources = _find_sources(model, layers)
        read = [
            Layer(_title(each), tuple(each.output.shape[1:]), each.count_params(), taken)
            for each, taken in zip(layers, sources, strict=True)
        ]
    except (AttributeError, TypeError, ValueError) as error:
        raise ModelError(
            "A diagram is drawn of 'cnn', 'ann' or 'reader', or of a built Keras model, such as "
            "build_cnn() gives."
        ) from error
    return str(getattr(model, "name", "network")), shape, read


def _title(layer: Any) -> str:
    """Return a layer's class name in Keras, with its main settings."""
    for attribute in ("kernel_size", "pool_size"):
        if sides := getattr(layer, attribute, None):
            return f"{type(layer).__name__} {' × '.join(map(str, sides))}{_activation(layer)}"
    if hasattr(layer, "rate"):
        return f"{type(layer).__name__} {layer.rate:g}"
    return f"{type(layer).__name__}{_activation(layer)}"


def _activation(layer: Any) -> str:
    name = getattr(getattr(layer, "activation", None), "__name__", "linear")
    return "" if name == "linear" else f", {SPELT.get(name, name)}"


def _find_sources(model: Any, layers: list[Any]) -> list[list[int]]:
    """Return the places, from 1, of the layers that each one takes its input from; 0 is the input.

    What is not known, as of an inner model, is taken to come from the layer before.
    """
    places = {id(layer.output): place for place, layer in enumerate(layers, 1)}
    places |= {id(each): 0 for each in getattr(model, "inputs", ())}
    sources = []
    for place, layer in enumerate(layers, 1):
        taken = getattr(layer, "input", None)
        tensors = taken if isinstance(taken, list | tuple) else [taken]
        sources.append([places.get(id(each), place - 1) for each in tensors])
    return sources
