"""Model predictor: a model of any runtime, fed and read in a format that is found or known."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.base import DIGITS, INPUT_SHAPES
from digit_widgets.predictors.digit_predictor import ScoringDigitPredictor
from digit_widgets.predictors.feeding.input_format import InputFormat
from digit_widgets.predictors.feeding.model_info import ModelInfo
from digit_widgets.predictors.feeding.output_format import decode_output
from digit_widgets.predictors.runtimes.raw_model import RawModel

__all__ = ["ModelPredictor", "known_info"]


class ModelPredictor(ScoringDigitPredictor):
    """A `Predictor` that runs a model in its own format.

    Parameters
    ----------
    model
        The model, as its runtime runs it.
    info
        How it is fed and read.

    Attributes
    ----------
    model, info
        The same.
    """

    def __init__(self, model: RawModel, info: ModelInfo) -> None:
        self.info = info
        self.model = model
        self.batch_size = model.signature.batch_size

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the classes."""
        return self.info.labels

    def _facts(self) -> list[str]:
        count = self.model.parameters
        known = [] if count is None else [f"{count:,} parameters"]
        return [f"{self.model.name.removeprefix('The '):.60}", *known]

    def _run(self, images: NDArray[np.float32]) -> tuple[Any, Any | None]:
        values, scores = self.model.run(self.info.input.encode(images))
        return decode_output(values, self.info.output), scores


def known_info(model: RawModel) -> ModelInfo:
    """Return the format of a network of the ten digits as this package makes them.

    Raises
    ------
    ModelError
        The model does not take images of 28×28.
    """
    shape = model.signature.shape
    if shape not in INPUT_SHAPES:
        raise ModelError(
            f"{model.name} takes inputs of shape {shape}; a digit model takes images of 28×28."
        )
    return ModelInfo(InputFormat(shape), "probabilities", DIGITS)
