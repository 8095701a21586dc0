"""Models of a widget: loaded by name, with what is wrong with those that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from digit_widgets.predictors import Predictor, load_predictor
from digit_widgets.widgets.parts.message import model_problem

__all__ = ["load_models"]


def load_models(models: Mapping[str, Any]) -> tuple[dict[str, Predictor], dict[str, str]]:
    """Load models, each anything that `load_predictor` takes.

    Returns
    -------
    By their names, the predictors of those that can be loaded, and the problems of the others.
    """
    predictors, problems = {}, {}
    for name, model in models.items():
        try:
            predictors[name] = load_predictor(model)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
            problems[name] = model_problem(error)
    return predictors, problems
