"""Set readings: what every model reads in a labelled set, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_widgets.evaluation.confusion import LabeledPredictions, check_images, read_set
from digit_widgets.predictors import DIGITS
from digit_widgets.predictors.model_names import named_models
from digit_widgets.widgets.parts.message import model_problem
from digit_widgets.widgets.parts.models import load_models

__all__ = ["SetReadings", "read_with_models"]


class SetReadings(NamedTuple):
    """A labelled set, as `check_images` returns it, with the readings of models.

    Attributes
    ----------
    images, labels
        (N, 28, 28) float32 in 0..1, and (N,) int64, the places of the true classes.
    classes
        The names of the classes: the first model's labels; those of digits if none can be loaded.
    readings
        Each model's predictions, by its name.
    problems
        What is wrong with the models that cannot be loaded or that fail, by their names.
    """

    images: NDArray[np.float32]
    labels: NDArray[np.int64]
    classes: tuple[str, ...]
    readings: dict[str, LabeledPredictions]
    problems: dict[str, str]


def read_with_models(
    models: Mapping[str, Any] | Iterable[Any], images: Any, labels: Any
) -> SetReadings:
    """Load models, and let each read a labelled set once.

    The arguments are those of `ConfusionExplorer`.

    Raises
    ------
    DataError
        Images or labels of another shape, type or range, or none at all.
    ModelError
        No models, or a single model outside a list.
    """
    predictors, problems = load_models(named_models(models))
    classes = next((tuple(each.labels) for each in predictors.values()), DIGITS)
    images, labels = check_images(images, labels, len(classes))
    readings = {}
    for name, predictor in predictors.items():
        try:
            readings[name] = read_set(predictor, images, labels, classes)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
            problems[name] = model_problem(error)
    return SetReadings(images, labels, classes, readings, problems)
