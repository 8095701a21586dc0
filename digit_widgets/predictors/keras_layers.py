"""Keras layers: finds a network's convolutional layers, and takes it apart there.

What is `keras.Model` or a layer is told by its class's name: only the Keras that made a model can
take it apart, and this module need not import Keras.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from digit_widgets.errors import ModelError

__all__ = [
    "find_convolutions",
    "follow_activation",
    "is_normalized",
    "make_inner_model",
    "name_activation",
]

#: Layers that may stand between a convolutional layer and its activation.
_NORMALIZATIONS = {"BatchNormalization", "GroupNormalization", "LayerNormalization"}
#: Names of the activations that are layers, by their class; of `Activation`, see the layer.
_ACTIVATIONS = {"ReLU": "relu", "LeakyReLU": "leaky_relu", "PReLU": "prelu", "ELU": "elu"}


def find_convolutions(model: Any) -> list[Any]:
    """Return a Keras model's Conv2D layers, one or more, in the model's order.

    Those of an inner model, one that is itself a layer, are not among them.

    Raises
    ------
    ModelError
        There is none.
    """
    layers = list(getattr(model, "layers", ()))
    if found := [each for each in layers if _is_convolution(each)]:
        return found
    inner = [each for each in layers if any(map(_is_convolution, _walk(each)))]
    if inner:
        raise ModelError(
            f"The convolutional layers of {_title(model)} are inside its inner model "
            f"{_title(inner[0])}, where they are not seen. Give a model that has them as its own "
            "layers; for their maps alone, give that inner model itself."
        )
    raise ModelError(
        f"{_title(model)} has no convolutional layer, so that there is nothing to show. Give "
        "'cnn', or a Keras model with a Conv2D layer."
    )


def follow_activation(model: Any, layer: Any) -> Any:
    """Return the layer whose output is a layer's output after its normalisation and activation.

    That is the layer itself if it has an activation of its own, or none follows. Nothing is
    followed past a place where its output is added to another's, or goes several ways.
    """
    followed = layer
    while name_activation(followed) == "linear":
        takers = [each for each in model.layers if _takes(each, followed)]
        if len(takers) != 1 or not (_is_normalization(takers[0]) or _is_activation(takers[0])):
            break
        followed = takers[0]
    return followed


def name_activation(layer: Any) -> str:
    """Return the name of a layer's activation, such as "relu"; "linear" if it has none."""
    if (name := _ACTIVATIONS.get(type(layer).__name__)) is not None:
        return name
    activation = getattr(layer, "activation", None)
    if activation is None:
        return "linear"
    return str(getattr(activation, "__name__", "") or type(activation).__name__)


def is_normalized(model: Any, layer: Any) -> bool:
    """Return True if a normalisation takes a layer's output."""
    return any(_is_normalization(each) and _takes(each, layer) for each in model.layers)


def make_inner_model(
    model: Any, layers: list[Any], *, taken: Iterable[Any] = (), with_output: bool = False
) -> Any:
    """Make a model with the same weights that returns some layers' outputs.

    After these come what the layers of `taken` take, and perhaps the model's own output: of
    several, the widest, as the others are scores.

    Raises
    ------
    ModelError
        The model cannot be taken apart: it is not functional.
    """
    model_class = next((each for each in type(model).__mro__ if each.__name__ == "Model"), None)
    try:
        if model_class is None:
            raise TypeError("not a keras.Model")
        outputs = [layer.output for layer in layers] + [layer.input for layer in taken]
        if with_output:
            outputs.append(max(model.outputs, key=lambda each: int(each.shape[-1])))
        return model_class(model.inputs, outputs)
    except (AttributeError, TypeError, ValueError) as error:
        raise ModelError(
            f"{_title(model)} cannot be taken apart: {str(error)[:200]}. Give a Sequential or "
            "functional Keras model that uses each convolutional layer once."
        ) from error


def _title(model: Any) -> str:
    return str(getattr(model, "name", type(model).__name__))


def _is_convolution(layer: Any) -> bool:
    return any(each.__name__ == "Conv2D" for each in type(layer).__mro__)


def _is_normalization(layer: Any) -> bool:
    return any(each.__name__ in _NORMALIZATIONS for each in type(layer).__mro__)


def _is_activation(layer: Any) -> bool:
    return type(layer).__name__ == "Activation" or type(layer).__name__ in _ACTIVATIONS


def _takes(layer: Any, other: Any) -> bool:
    """Return True if a layer's input is another layer's output, perhaps beside more."""
    # Layers that were never called have neither; the model is then refused when it is taken apart.
    taken, given = getattr(layer, "input", None), getattr(other, "output", None)
    tensors = taken if isinstance(taken, list | tuple) else [taken]
    return given is not None and any(each is given for each in tensors)


def _walk(layer: Any) -> Iterator[Any]:
    """Yield all layers inside a layer, at any depth."""
    for each in getattr(layer, "layers", ()):
        yield each
        yield from _walk(each)
