"""Feature maps: the outputs of a network's convolutional layers for one image."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.bundled import BUNDLED, bundled_model
from digit_widgets.predictors.keras import input_shape
from digit_widgets.predictors.runtimes.keras import compiled_call
from digit_widgets.predictors.runtimes.keras_files import load_keras

__all__ = ["FeatureExtractor", "find_convolutions", "make_inner_model"]


class FeatureExtractor:
    """Returns the outputs of all convolutional layers of a Keras model in one call.

    The model itself runs, not a copy: further training shows at once. Layers of a nested model, one
    that is itself a layer, are not included.

    Parameters
    ----------
    model
        "cnn" for the bundled network, the path of a ``.keras`` file, loaded in safe mode, or a
        ``keras.Model`` that takes images of 28×28 and has a Conv2D layer.

    Attributes
    ----------
    names
        Names of the Conv2D layers, in the model's order.
    activations
        Name of each layer's activation, such as "relu"; "linear" if it has none.

    Raises
    ------
    ModelError
        The file is missing, damaged or unsafe, the model has other shapes or no convolutional
        layer, or Keras is not installed.
    """

    def __init__(self, model: Any = "cnn") -> None:
        if isinstance(model, str | Path):
            model = _from_name(model)
        self._layers = find_convolutions(model)
        self._shape = input_shape(model)
        self.names: tuple[str, ...] = tuple(layer.name for layer in self._layers)
        self.activations: tuple[str, ...] = tuple(
            getattr(layer.activation, "__name__", "") or type(layer.activation).__name__
            for layer in self._layers
        )
        self._call = compiled_call(make_inner_model(model, self._layers), self._shape)

    def maps(self, image: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """Return each layer's output for one image.

        Parameters
        ----------
        image
            (28, 28) float32 in 0..1, ink 1 on 0, such as `DigitPad.image`.

        Returns
        -------
        list of (channels, h, w) float32, one per layer, in the order of `names`.

        Raises
        ------
        ModelError
            The image is not 28×28, or the model's output is not finite.
        """
        array = np.asarray(image, np.float32)
        if array.shape != (28, 28):
            raise ModelError(f"The maps are of one image of 28×28, not of {array.shape}.")
        outputs = self._call(array.reshape(1, *self._shape))
        # For a single layer, Keras returns the output itself, not a list.
        outputs = outputs if isinstance(outputs, list | tuple) else [outputs]
        maps = [
            np.asarray(output, np.float32)[0].transpose(_to_channels_first(layer))
            for output, layer in zip(outputs, self._layers, strict=True)
        ]
        for name, layer_maps in zip(self.names, maps, strict=True):
            if not bool(np.isfinite(layer_maps).all()):
                raise ModelError(
                    f"Layer {name} gives numbers that are not finite. Train the model anew, "
                    "with a smaller learning rate."
                )
        return maps

    def filters(self, name: str) -> NDArray[np.float32]:
        """Return a layer's weights, without its biases: one filter per map.

        Parameters
        ----------
        name
            One of `names`.

        Returns
        -------
        (channels, inputs, h, w) float32.

        Raises
        ------
        ModelError
            No layer has this name.
        """
        if name not in self.names:
            raise ModelError(
                f"There is no convolutional layer {name!r}; there are: {', '.join(self.names)}."
            )
        kernel = self._layers[self.names.index(name)].get_weights()[0]
        return np.asarray(kernel, np.float32).transpose(3, 2, 0, 1)


def _from_name(name: str | Path) -> Any:
    """Load a bundled model or a file, if Keras is installed."""
    bundled = name in BUNDLED
    path = bundled_model(str(name), ".keras") if bundled else Path(os.path.expanduser(name))
    if any(find_spec(runtime) is None for runtime in ("keras", "tensorflow")):
        raise ModelError(
            "Looking inside a network needs Keras and TensorFlow: "
            "pip install 'digit-widgets[train]'"
        )
    return load_keras(path)


def find_convolutions(model: Any) -> list[Any]:
    """Return a Keras model's Conv2D layers, one or more, in the model's order.

    Raises
    ------
    ModelError
        There is none.
    """
    layers = [each for each in getattr(model, "layers", ()) if _is_convolution(each)]
    if not layers:
        raise ModelError(
            f"{_title(model)} has no convolutional layer, so that there are no maps to show. Give "
            "'cnn', or a Keras model with a Conv2D layer."
        )
    return layers


def _title(model: Any) -> str:
    return str(getattr(model, "name", type(model).__name__))


def _is_convolution(layer: Any) -> bool:
    return any(each.__name__ == "Conv2D" for each in type(layer).__mro__)


def _to_channels_first(layer: Any) -> tuple[int, int, int]:
    return (0, 1, 2) if layer.data_format == "channels_first" else (2, 0, 1)


def make_inner_model(model: Any, layers: list[Any], *, with_output: bool = False) -> Any:
    """Make a model with the same weights that returns some layers' outputs, and perhaps its own.

    ``keras.Model`` is looked up among the bases of the model's class: only the Keras that made the
    model can take it apart, and this module need not import Keras.

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
        return model_class(model.inputs, [*outputs, model.outputs[0]] if with_output else outputs)
    except (AttributeError, TypeError, ValueError) as error:
        raise ModelError(
            f"{_title(model)} cannot be taken apart: {str(error)[:200]}. Give a Sequential or "
            "functional Keras model that uses each convolutional layer once."
        ) from error
