"""Grad-CAM: where a network's last convolution sees what speaks for a label.

Its maps are added up, each weighed by the mean gradient of the evidence with respect to it, and
what is below 0 is left out (R. Selvaraju et al., "Grad-CAM: visual explanations from deep networks
via gradient-based localization", arXiv 1610.02391).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.explanation.question import Question
from digit_widgets.explanation.receptive_field import Window, locate_cells
from digit_widgets.imaging.mnist_format import IMAGE_SIZE
from digit_widgets.predictors.bundled import BUNDLED, bundled_model

__all__ = ["ConvolutionalNetwork", "GradCam", "GradCamMap"]

_HELP = "Give a keras.Model, a .keras file or 'cnn', with a Conv2D layer."


class ConvolutionalNetwork(Protocol):
    """A network that can be taken apart after its last convolution.

    Attributes
    ----------
    windows
        The convolutions and poolings up to the last convolution, in order.
    """

    @property
    def windows(self) -> tuple[Window, ...]:
        """The convolutions and poolings up to the last convolution."""
        ...

    def differentiate(
        self, image: NDArray[np.float32], label: int, other: int | None
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Return maps (h, w, channels), the evidence's gradient, and probabilities (labels,)."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class GradCamMap:
    """Where the last convolution sees what speaks for a label.

    Attributes
    ----------
    heat
        (28, 28) float32 in 0..1, its largest value 1; zeros if nothing speaks for the label.
    probabilities
        (labels,) float32: the reading of the network whose layers these are. A pad that feeds the
        network otherwise than with the 28×28 itself reads something else.
    """

    heat: NDArray[np.float32]
    probabilities: NDArray[np.float32]


class GradCam:
    """Explains a convolutional network's readings by its last convolution.

    A ``.tflite`` file, and so the bundled network, needs no TensorFlow: its weights are read from
    the file and NumPy computes the gradient.

    Parameters
    ----------
    model
        "cnn", the path of a ``.tflite`` or ``.keras`` file, or a ``keras.Model``, which takes
        images of 28×28 in 0..1 and has a Conv2D layer.

    Raises
    ------
    ModelError
        The model has no convolution, or is of another kind; its file is missing or damaged; or
        Keras is missing, or has another backend than TensorFlow.
    """

    def __init__(self, model: Any = "cnn") -> None:
        self._network = _open(model)

    def explain(
        self, image: NDArray[np.float32], question: Question, labels: tuple[str, ...]
    ) -> GradCamMap:
        """Return where the network sees what speaks for a label.

        Parameters
        ----------
        image
            (28, 28) float32 in 0..1, ink 1 on 0, such as `DigitPad.image`.
        question
            The label, and perhaps another.
        labels
            The names of the network's outputs.

        Raises
        ------
        ArgumentError
            There is no such label.
        ModelError
            The output is not finite.
        """
        maps, gradient, probabilities = self._network.differentiate(
            image, *question.indices(labels)
        )
        weights = gradient.mean(axis=(0, 1))
        cells = np.maximum(maps @ weights, 0.0)
        if not bool(np.isfinite(cells).all()):
            raise ModelError("The network's gradient is not finite: its weights may be broken.")
        rows, columns = (
            _spread(locate_cells(self._network.windows, axis), cells.shape[axis]) for axis in (0, 1)
        )
        heat = rows @ cells @ columns.T
        heat /= max(float(heat.max()), 1e-12)
        return GradCamMap(heat.astype(np.float32), probabilities)


def _spread(place: tuple[float, float], count: int) -> NDArray[np.float64]:
    """Return (28, count) weights that interpolate linearly between the middles of cells."""
    first, step = place
    middles = first + step * np.arange(count)
    pixels = np.arange(IMAGE_SIZE) + 0.5
    return np.stack([np.interp(pixels, middles, each) for each in np.eye(count)], axis=1)


def _open(model: Any) -> ConvolutionalNetwork:
    if isinstance(model, str) and model in BUNDLED:
        model = bundled_model(model)
    if isinstance(model, str | Path):
        model = Path(os.path.expanduser(model))
        if model.suffix == ".tflite":
            from digit_widgets.explanation.litert_network import LiteRTNetwork

            return LiteRTNetwork(model)
        if model.suffix == ".keras":
            from digit_widgets.predictors.runtimes.keras_files import load_keras

            model = load_keras(model)
    if not hasattr(model, "layers"):
        name = model.name if isinstance(model, Path) else type(model).__name__
        raise ModelError(f"Grad-CAM looks into a network's layers; {name} shows none. {_HELP}")
    from digit_widgets.explanation.keras_network import KerasNetwork

    return KerasNetwork(model)
