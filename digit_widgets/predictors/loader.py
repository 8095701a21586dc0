"""From whatever a person has, a name, a path or a model, to a `Predictor`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from digit_widgets.errors import ModelError
from digit_widgets.predictors.base import Predictor
from digit_widgets.predictors.bundled import BUNDLED, BundledPredictor
from digit_widgets.predictors.function import FunctionPredictor
from digit_widgets.predictors.keras import KerasPredictor
from digit_widgets.predictors.litert import LiteRTPredictor

__all__ = ["load_predictor", "named_models"]


def load_predictor(model: Any = "cnn") -> Predictor:
    """Make a `Predictor` of a model.

    Parameters
    ----------
    model
        "cnn" or "ann" for the bundled networks; the path of a ``.tflite`` or ``.keras`` file;
        a ``keras.Model``; a function from (N, 28, 28) float32 in 0..1 to (N, 10)
        probabilities; or a `Predictor`, an object with ``labels``, two or more strings, and
        ``predict_proba``, which is returned as it is.

    Raises
    ------
    ModelError
        No such model, a damaged file, or a model of other shapes.
    """
    if isinstance(model, str) and model in BUNDLED:
        return _bundled(model)
    if isinstance(model, str | Path):
        return _from_path(Path(os.path.expanduser(model)))
    if isinstance(model, type):
        raise ModelError(
            f"{model.__name__} is a class, not a model: make one of it, {model.__name__}(...)."
        )
    if isinstance(model, Predictor):
        return _labelled(model)
    if _is_keras(model):
        return KerasPredictor(model)
    if callable(model):
        return FunctionPredictor(model)
    if hasattr(model, "predict_proba"):
        raise ModelError(
            f"{type(model).__name__} has no labels. For scikit-learn, give a function: "
            "lambda images: model.predict_proba(images.reshape(len(images), -1))"
        )
    raise ModelError(
        f"No model: {None if model is None else type(model).__name__}. Give 'cnn', 'ann', the "
        "path of a .tflite or .keras file, a keras.Model, a function or a Predictor."
    )


def named_models(models: Any) -> dict[str, Any]:
    """Return models by their names, and find names for those that come in a list.

    Parameters
    ----------
    models
        One or more, each anything that `load_predictor` takes: a mapping of names to models, or a
        list of models, which are named "cnn", by their file, by Keras or by their function's or
        class' name; a second of the same name is called "cnn 2".

    Raises
    ------
    ModelError
        None, or something else: one model that is in no list.
    """
    if isinstance(models, Mapping):
        named = dict(models)
    else:
        named = {}
        for model in [] if isinstance(models, str | bytes) else _listed(models):
            name, number = _name(model), 2
            while name in named:
                name, number = f"{_name(model)} {number}", number + 1
            named[name] = model
    if not named or not all(isinstance(name, str) for name in named):
        raise ModelError(
            'Give one or more models, by their names or in a list: {"CNN": "cnn", "mine": model} '
            'or ["cnn", "ann"].'
        )
    return named


def _listed(models: Any) -> list[Any]:
    try:
        return list(models)
    except TypeError:
        return []


def _name(model: Any) -> str:
    """Find a name that people know a model by."""
    if isinstance(model, str | Path):
        return Path(model).stem or str(model)
    for named in (getattr(model, "name", None), getattr(model, "__name__", None)):
        if isinstance(named, str) and named:
            return named
    return type(model).__name__


@lru_cache(maxsize=len(BUNDLED))
def _bundled(name: str) -> Predictor:
    """Share one network among all pads of a kernel: a second pad costs no second model."""
    return BundledPredictor(name)


def _labelled(predictor: Predictor) -> Predictor:
    labels = predictor.labels
    if (
        not isinstance(labels, tuple | list)
        or len(labels) < 2
        or not all(isinstance(label, str) for label in labels)
    ):
        raise ModelError(
            f"The labels of a {type(predictor).__name__} are to be two or more strings, "
            f"not {labels!r:.80}."
        )
    return predictor


def _from_path(path: Path) -> Predictor:
    if path.is_dir() and path != Path():
        raise ModelError(f"{path} is a folder: give the path of a .tflite or .keras file in it.")
    if path.suffix == ".tflite":
        return LiteRTPredictor(path)
    if path.suffix == ".keras":
        return KerasPredictor(path)
    if path.exists():
        raise ModelError(f"{path} is no .tflite or .keras file; or choose {' or '.join(BUNDLED)}.")
    meant = get_close_matches(str(path).lower(), BUNDLED, 1)
    raise ModelError(
        f"There is no model {str(path)!r}: "
        + (f"did you mean {meant[0]!r}? Or " if meant else f"choose {' or '.join(BUNDLED)}, or ")
        + "give the path of a .tflite or .keras file."
    )


def _is_keras(model: Any) -> bool:
    # By name, so that asking does not import Keras.
    return any(
        base.__name__ == "Model" and base.__module__.partition(".")[0] == "keras"
        for base in type(model).__mro__
    )
