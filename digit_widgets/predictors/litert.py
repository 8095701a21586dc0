"""LiteRT predictor: a ``.tflite`` file of the ten digits, as this package trains them."""

from __future__ import annotations

from pathlib import Path

from digit_widgets.predictors.model_predictor import ModelPredictor, known_info
from digit_widgets.predictors.runtimes.litert import LiteRTModel

__all__ = ["LiteRTPredictor"]


class LiteRTPredictor(ModelPredictor):
    """A `Predictor` that runs a ``.tflite`` file, which is small, fast and needs no TensorFlow.

    It is not tried on digits: for models of other formats use `load_predictor`.

    Parameters
    ----------
    path
        The model: input of shape (N, 28, 28), (N, 28, 28, 1) or (N, 784) in 0..1; outputs of
        (N, 10) probabilities and, optionally, (N, 1) scores: how much each looks like a digit.

    Raises
    ------
    ModelError
        The file is missing or damaged, or the model takes other shapes.
    """

    def __init__(self, path: str | Path) -> None:
        network = LiteRTModel(Path(path))
        super().__init__(network, known_info(network))
