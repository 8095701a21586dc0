"""Feature maps: the outputs of a network's convolutional layers for one image."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.bundled import BundledPredictor, bundled_model
from digit_widgets.predictors.convolution import Convolution, LayerMaps
from digit_widgets.predictors.feeding.input_format import InputFormat, split_shape
from digit_widgets.predictors.keras_layers import (
    find_convolutions,
    follow_activation,
    is_normalized,
    make_inner_model,
    name_activation,
)
from digit_widgets.predictors.loader import load_predictor, model_info
from digit_widgets.predictors.model_predictor import ModelPredictor
from digit_widgets.predictors.runtimes.keras import KerasModel, clone_untrained, compiled_call
from digit_widgets.predictors.runtimes.keras_files import load_keras
from digit_widgets.resources import BUNDLED

__all__ = ["FeatureExtractor"]

#: Suffixes of the files that Keras writes.
_KERAS_FILES = (".keras", ".h5", ".hdf5")


class FeatureExtractor:
    """Returns the outputs of all convolutional layers of a Keras model in one call.

    Where a layer's normalisation and activation are layers of their own after it, its output is
    what these make of it, so that "after ReLU" means the same in all networks. What a layer gives
    is not added to a shortcut before it is shown.

    The model itself runs, not a copy: further training shows at once. It is fed as a pad feeds it:
    in the format that `load_predictor` finds, or that was stated to it. A network that gives no
    probabilities, such as the inner model of another, is fed 0..1. Layers of a model that is itself
    a layer are not included.

    Parameters
    ----------
    model
        "cnn" or "reader" for a bundled network; the path of a ``.keras`` or ``.h5`` file, loaded in
        safe mode; a ``keras.Model`` of images with a Conv2D layer; or what `load_predictor` returns
        for one of these.
    trained
        False takes the same layers with fresh weights, as before any training; the model keeps its
        own.

    Attributes
    ----------
    names
        Names of the Conv2D layers, in the model's order.
    activations
        Name of each layer's activation, its own or that of the layer after it, such as "relu";
        "linear" if it has none.

    Raises
    ------
    ModelError
        The file is missing, damaged or unsafe, the model is of another kind, takes no images or has
        no convolutional layer, or Keras is not installed.
    """

    def __init__(self, model: Any = "cnn", *, trained: bool = True) -> None:
        network, info = _open(model)
        self._layers = find_convolutions(network)
        self._input = info or _find_input(network)
        if not trained:
            network = clone_untrained(network)
            self._layers = find_convolutions(network)
        self.names: tuple[str, ...] = tuple(layer.name for layer in self._layers)
        followed = [follow_activation(network, layer) for layer in self._layers]
        self.activations: tuple[str, ...] = tuple(map(name_activation, followed))
        self._normalized = [is_normalized(network, layer) for layer in self._layers]
        inner = make_inner_model(network, followed, taken=self._layers)
        self._call = compiled_call(inner, self._input.shape, self._input.dtype)

    def maps(self, image: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """Return each layer's output for one image, as `see` does, without what it takes.

        Returns
        -------
        list of (channels, h, w) float32, one per layer, in the order of `names`.
        """
        return [layer.maps for layer in self.see(image)]

    def see(self, image: NDArray[np.float32]) -> list[LayerMaps]:
        """Return what each layer takes and gives for one image, in the order of `names`.

        Parameters
        ----------
        image
            (28, 28) float32 in 0..1, bright ink on black, such as `DigitPad.image`.

        Raises
        ------
        ModelError
            The image is not 28×28, or the model's output is not finite.
        """
        array = np.asarray(image, np.float32)
        if array.shape != (28, 28):
            raise ModelError(f"The maps are of one image of 28×28, not of {array.shape}.")
        outputs = [
            np.asarray(output, np.float32)[0].transpose(_to_channels_first(layer))
            for output, layer in zip(
                self._call(self._input.encode(array[np.newaxis])), 2 * self._layers, strict=True
            )
        ]
        n_layers = len(self._layers)
        layers = [
            LayerMaps(taken, given)
            for given, taken in zip(outputs[:n_layers], outputs[n_layers:], strict=True)
        ]
        for name, layer in zip(self.names, layers, strict=True):
            if not bool(np.isfinite(layer.maps).all()):
                raise ModelError(
                    f"Layer {name} gives numbers that are not finite. Train the model anew, "
                    "with a smaller learning rate."
                )
        return layers

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
        return self.convolution(self.names.index(name)).weights

    def convolution(self, number: int) -> Convolution:
        """Return a layer, by its number from 0, with the weights that it has now."""
        layer = self._layers[number]
        kernel, *bias = (np.asarray(each, np.float32) for each in layer.get_weights())
        return Convolution(
            kernel.transpose(3, 2, 0, 1),
            bias[0] if bias else np.zeros(kernel.shape[-1], np.float32),
            tuple(layer.strides),
            tuple(layer.dilation_rate),
            layer.padding == "same",
            self._normalized[number],
        )


def _open(model: Any) -> tuple[Any, InputFormat | None]:
    """Return a Keras model, and what it is fed if that is known.

    Raises
    ------
    ModelError
        It cannot be loaded, or is a predictor of another kind of model.
    """
    if isinstance(model, str) and model in BUNDLED:
        return _load(bundled_model(model, ".keras")), InputFormat((28, 28, 1))
    if isinstance(model, BundledPredictor):
        return _load(model.path.with_suffix(".keras")), InputFormat((28, 28, 1))
    if isinstance(model, str | Path):
        return _load(Path(os.path.expanduser(model))), None
    if isinstance(model, ModelPredictor):
        if isinstance(model.model, KerasModel):
            return model.model.model, model.info.input
        model = model.model
    return model, None


def _load(path: Path) -> Any:
    if path.suffix.lower() not in _KERAS_FILES and path.exists():
        raise ModelError(
            f"{path.name} is not a .keras or .h5 file, which hold a network's layers: give 'cnn', "
            "such a file or a Keras model."
        )
    if any(find_spec(runtime) is None for runtime in ("keras", "tensorflow")):
        raise ModelError(
            "Looking inside a network needs Keras and TensorFlow: "
            "pip install 'digit-widgets[train]'"
        )
    return load_keras(path)


def _find_input(network: Any) -> InputFormat:
    """Return what a Keras model is fed on a pad; 0..1 if it does not read images itself."""
    try:
        info = model_info(load_predictor(network))
    except ModelError:
        shape = KerasModel(network).signature.shape or ()
        if None in shape:
            raise
        sides = tuple(side for side in shape if side is not None)
        split_shape(sides)
        return InputFormat(sides)
    assert info is not None
    return info.input


def _to_channels_first(layer: Any) -> tuple[int, int, int]:
    return (0, 1, 2) if layer.data_format == "channels_first" else (2, 0, 1)
