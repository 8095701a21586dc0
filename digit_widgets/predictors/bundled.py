"""Bundled networks: those that come with the package, by name."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.digit_predictor import ScoringDigitPredictor
from digit_widgets.predictors.litert import LiteRTPredictor
from digit_widgets.resources import resource_path

__all__ = ["BundledPredictor", "bundled_model"]


def bundled_model(name: str, suffix: str = ".tflite") -> Path:
    """Return the path of a bundled model's file.

    Parameters
    ----------
    name
        One of `BUNDLED`.
    suffix
        ".tflite", ".keras" or, for the model card, ".json".

    Raises
    ------
    ModelError
        The file is missing: the installation is damaged.
    """
    path = resource_path(f"models/digit_{name}{suffix}")
    if not path.is_file():
        raise ModelError(
            f"The bundled model {path.name} is missing. Reinstall digit-widgets, or make it "
            f"with: digit-widgets train {name}"
        )
    return path


class BundledPredictor(ScoringDigitPredictor):
    """A bundled network that is loaded at its first prediction.

    Until then the network and its runtime, 12 MB, are not in memory: a page that nobody draws on,
    or a kernel that Voila keeps warm for the next visitor, does without them.

    Parameters
    ----------
    name
        One of `BUNDLED`.

    Attributes
    ----------
    path
        Its ``.tflite`` file.

    Raises
    ------
    ModelError
        The file is missing: the installation is damaged.
    """

    def __init__(self, name: str) -> None:
        self.path = bundled_model(name)
        self._name = name

    def _run(self, images: NDArray[np.float32]) -> tuple[Any, Any | None]:
        return self._network._run(images)

    def _facts(self) -> tuple[str, ...]:
        return (self._name,)

    @cached_property
    def _network(self) -> LiteRTPredictor:
        return LiteRTPredictor(self.path)
