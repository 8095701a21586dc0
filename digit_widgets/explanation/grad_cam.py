"""Grad-CAM: where a network's last convolutional layer sees what speaks for a label.

Its maps are added up, each weighed by the mean gradient of the evidence with respect to it, and
what is below 0 is left out (R. Selvaraju et al., "Grad-CAM: visual explanations from deep networks
via gradient-based localization", arXiv 1610.02391).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.explanation.arguments import check_image, open_model
from digit_widgets.explanation.question import Question
from digit_widgets.explanation.receptive_field import Window, count_cells, locate_cells
from digit_widgets.imaging.mnist_format import IMAGE_SIZE
from digit_widgets.predictors import (
    DEFAULT_MODEL,
    BundledPredictor,
    InputFormat,
    ModelInfo,
    ModelPredictor,
    Predictor,
)
from digit_widgets.predictors.feeding.input_format import split_shape
from digit_widgets.predictors.runtimes.keras import KerasModel
from digit_widgets.predictors.runtimes.litert import LiteRTModel

__all__ = ["ConvolutionalNetwork", "GradCam", "GradCamMap"]


class ConvolutionalNetwork(Protocol):
    """A network that can be taken apart after its last convolutional layer.

    Attributes
    ----------
    windows
        Those of the convolutional and pooling layers up to the last convolutional one, in order.
    """

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows of the layers up to the last convolutional one."""
        ...

    def differentiate(
        self, batch: NDArray[Any], label: int, other: int | None
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Return maps (h, w, channels), the evidence's gradient, and probabilities (labels,).

        The batch is one image, as the network is fed.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class GradCamMap:
    """Where the last convolutional layer sees what speaks for a label.

    Attributes
    ----------
    heat
        (28, 28) float32 in 0..1, its largest value 1; zeros if nothing speaks for the label.
    probabilities
        (labels,) float32: the reading that is explained.
    """

    heat: NDArray[np.float32]
    probabilities: NDArray[np.float32]


class GradCam:
    """Explains a convolutional network's readings by its last convolutional layer.

    The network is fed and read as on a pad: in the format that `load_predictor` finds, or that was
    stated to it. A ``.tflite`` file, and so a bundled network, needs no TensorFlow: its weights
    are read from the file and NumPy computes the gradient.

    Parameters
    ----------
    model
        "reader" or "cnn"; the path of a ``.tflite``, ``.keras`` or ``.h5`` file; a ``keras.Model``
        with a Conv2D layer; or what `load_predictor` returns for one of these.

    Attributes
    ----------
    labels
        The names of the network's classes.

    Raises
    ------
    ModelError
        The model cannot be used, is of another kind, has no convolutional layer or cannot be taken
        apart there; or Keras has another backend than TensorFlow.

    Warns
    -----
    ModelWarning
        The model reads no digits, however it is fed.
    """

    def __init__(self, model: Any = DEFAULT_MODEL) -> None:
        predictor = open_model(model)
        self.labels: tuple[str, ...] = tuple(predictor.labels)
        self._network, self._input = _open_network(predictor)
        self._pixels = _place_pixels(self._input)

    def explain(self, image: NDArray[np.float32], question: Question) -> GradCamMap:
        """Return where the network sees what speaks for a label.

        Parameters
        ----------
        image
            (28, 28) float32 in 0..1, bright ink on black, such as `DigitPad.image`.
        question
            The label, and perhaps another.

        Raises
        ------
        ArgumentError
            The network has no such label; the image has another shape or range, or is blank.
        ModelError
            The gradient is not finite, or does not exist; or it is not known which places of the
            image the maps look at.
        """
        batch = self._input.encode(check_image(image)[np.newaxis])
        maps, gradient, probabilities = self._network.differentiate(
            batch, *question.indices(self.labels)
        )
        weights = gradient.mean(axis=(0, 1))
        cells = np.maximum(maps @ weights, 0.0)
        if not bool(np.isfinite(cells).all()):
            raise ModelError("The network's gradient is not finite: its weights may be broken.")
        rows, columns = (self._interpolate(axis, count) for axis, count in enumerate(cells.shape))
        heat = rows @ cells @ columns.T
        if self._input.transposed:
            heat = heat.T
        heat /= max(float(heat.max()), 1e-12)
        return GradCamMap(heat.astype(np.float32), probabilities)

    def _interpolate(self, axis: int, count: int) -> NDArray[np.float64]:
        """Return (28, count) weights that interpolate linearly between the middles of cells."""
        windows, side = self._network.windows, split_shape(self._input.shape)[0]
        if count_cells(windows, axis, side) != count:
            raise ModelError(
                "Grad-CAM cannot place what this network sees: before its last convolutional "
                "layer are layers that pad, crop or resize, or branches. Give a network of "
                "convolutional and pooling layers, one after the other."
            )
        first, step = locate_cells(windows, axis)
        middles = first + step * np.arange(count)
        return np.stack([np.interp(self._pixels, middles, each) for each in np.eye(count)], axis=1)


def _place_pixels(form: InputFormat) -> NDArray[np.float64]:
    """Return (28,): the middles of the 28 pixels of a side, in pixels of what a network is fed.

    Raises
    ------
    ModelError
        They are elsewhere for each drawing.
    """
    side = split_shape(form.shape)[0]
    middles: NDArray[np.float64] = np.arange(IMAGE_SIZE, dtype=np.float64) + 0.5
    if form.framing == "cropped":
        raise ModelError(
            f"This network is fed {form.describe()}, in which Grad-CAM cannot place what its "
            "layers see. Give a network that is fed whole images."
        )
    if form.framing == "padded":
        return middles + (side - IMAGE_SIZE) // 2
    return middles * (side / IMAGE_SIZE)


def _open_network(predictor: Predictor) -> tuple[ConvolutionalNetwork, InputFormat]:
    """Return the network that a predictor runs, and what it is fed."""
    if isinstance(predictor, BundledPredictor):
        from digit_widgets.explanation.litert_network import LiteRTNetwork

        plain = ModelInfo(InputFormat(), "probabilities", predictor.labels)
        return LiteRTNetwork(predictor.path, plain), plain.input
    raw = predictor.model if isinstance(predictor, ModelPredictor) else None
    if isinstance(predictor, ModelPredictor) and isinstance(raw, LiteRTModel):
        from digit_widgets.explanation.litert_network import LiteRTNetwork

        return LiteRTNetwork(raw.path, predictor.info), predictor.info.input
    if isinstance(predictor, ModelPredictor) and isinstance(raw, KerasModel):
        from digit_widgets.explanation.keras_network import KerasNetwork

        return KerasNetwork(raw.model, predictor.info), predictor.info.input
    name = type(predictor).__name__ if raw is None else raw.name
    raise ModelError(
        f"{name} shows no layers for Grad-CAM to look into. Give 'cnn', a keras.Model, or a "
        ".keras, .h5 or .tflite file, with a Conv2D layer."
    )
