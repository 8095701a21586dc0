"""Keras predictor: a Keras network of the ten digits, as this package trains them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from digit_widgets.errors import ModelError
from digit_widgets.predictors.base import DIGITS
from digit_widgets.predictors.model_predictor import ModelPredictor, known_info
from digit_widgets.predictors.runtimes.keras import KerasModel

__all__ = ["KerasPredictor"]


class KerasPredictor(ModelPredictor):
    """A `Predictor` that runs a Keras model itself, not a copy: further training shows at once.

    It is not tried on digits, as it may still be in training: for models of other formats use
    `load_predictor`.

    Parameters
    ----------
    model
        A ``keras.Model``, or the path of a ``.keras`` or ``.h5`` file, which is loaded in safe
        mode. It takes float32 of shape (N, 28, 28), (N, 28, 28, 1) or (N, 784) in 0..1 and returns
        (N, 10) probabilities and, optionally as a second output, (N, 1) scores: how much each image
        looks like a digit.

    Raises
    ------
    ModelError
        The file is missing, damaged or unsafe, the model has other shapes, or Keras is missing.
    """

    def __init__(self, model: Any) -> None:
        network = KerasModel(Path(model) if isinstance(model, str | Path) else model)
        super().__init__(network, known_info(network))
        shapes = [tuple(each.shape[1:]) for each in network.model.outputs or ()]
        if shapes not in ([(len(DIGITS),)], [(len(DIGITS),), (1,)]):
            raise ModelError(
                f"{network.name} gives outputs of shape {shapes}; a digit model gives "
                f"{len(DIGITS)} probabilities, and perhaps one score beside them."
            )
