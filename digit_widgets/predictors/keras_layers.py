"""Keras layers: finds a network's convolutional layers, and takes it apart there.

What is `keras.Model` or a layer is told by its class's name: only the Keras that made a model can
take it apart, and this module need not import Keras.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from digit_widgets.errors import ModelError

__all__ = ["find_convolutions", "make_inner_model"]


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


def make_inner_model(model: Any, layers: list[Any], *, with_output: bool = False) -> Any:
    """Make a model with the same weights that returns some layers' outputs, and perhaps its own.

    Of several outputs of the model, that is the widest: the others are scores.

    Raises
    ------
    ModelError
        The model cannot be taken apart: it is not functional.
    """
    model_class = next((each for each in type(model).__mro__ if each.__name__ == "Model"), None)
    try:
        if model_class is None:
            raise TypeError("not a keras.Model")
        outputs = [layer.output for layer in layers]
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


def _walk(layer: Any) -> Iterator[Any]:
    """Yield all layers inside a layer, at any depth."""
    for each in getattr(layer, "layers", ()):
        yield each
        yield from _walk(each)
