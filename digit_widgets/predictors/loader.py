"""Predictor loader: picks the adapter for a name, a path or a model from a table.

An adapter for another format is one file in this folder, and one row here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from digit_widgets.errors import ModelError
from digit_widgets.predictors.base import Predictor
from digit_widgets.predictors.bundled import BUNDLED, BundledPredictor
from digit_widgets.predictors.function import FunctionPredictor
from digit_widgets.predictors.keras import KerasPredictor
from digit_widgets.predictors.litert import LiteRTPredictor

__all__ = ["load_predictor", "named_models"]


def load_predictor(model: Any = "cnn") -> Predictor:
    """Return a `Predictor` for a model.

    Parameters
    ----------
    model
        "cnn" or "ann" for the bundled networks; the path of a ``.tflite`` or ``.keras`` file;
        a ``keras.Model``; a function from (N, 28, 28) float32 in 0..1 to (N, 10) probabilities;
        or a `Predictor`, an object with ``labels``, two or more strings, and ``predict_proba``,
        which is returned unchanged.

    Raises
    ------
    ModelError
        There is no such model, its file is damaged, or it has other shapes.
    """
    if isinstance(model, Path) or (isinstance(model, str) and model not in BUNDLED):
        model = Path(os.path.expanduser(model))
    for row in _ADAPTERS:
        if row.accepts(model):
            return row.load(model)
    raise ModelError(_explain(model))


def named_models(models: Any) -> dict[str, Any]:
    """Return models by name; models in a list are given names.

    Parameters
    ----------
    models
        One or more, each anything that `load_predictor` takes: a mapping of names to models, or a
        list of models. Those in a list are named "cnn" or "ann", after their file, by their Keras
        name, or after their function or class; a second model with the same name is "cnn 2".

    Raises
    ------
    ModelError
        There are no models, or the argument is a single model outside a list.
    """
    if isinstance(models, Mapping):
        named = dict(models)
    else:
        named = {}
        for model in [] if isinstance(models, str | bytes) else _list_models(models):
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


def _list_models(models: Any) -> list[Any]:
    try:
        return list(models)
    except TypeError:
        return []


def _name(model: Any) -> str:
    """Return a name for a model that people recognise."""
    if isinstance(model, str | Path):
        return Path(model).stem or str(model)
    for named in (getattr(model, "name", None), getattr(model, "__name__", None)):
        if isinstance(named, str) and named:
            return named
    return type(model).__name__


@lru_cache(maxsize=len(BUNDLED))
def _share_bundled(name: str) -> Predictor:
    """Return the network that all pads of a kernel share: a second pad needs no second one."""
    return BundledPredictor(name)


def _check_labels(predictor: Predictor) -> Predictor:
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


def _is_file(suffix: str) -> Callable[[Any], bool]:
    return lambda model: isinstance(model, Path) and model.suffix == suffix and not model.is_dir()


def _is_class(model: Any) -> bool:
    return isinstance(model, type)


def _is_keras_model(model: Any) -> bool:
    # By name, to avoid importing Keras.
    return any(
        base.__name__ == "Model" and base.__module__.partition(".")[0] == "keras"
        for base in type(model).__mro__
    )


class _Adapter(NamedTuple):
    """A row of the table: a test for a kind of model, and the function that loads it."""

    accepts: Callable[[Any], bool]
    load: Callable[[Any], Predictor]


#: Suffixes of model files, each with its adapter.
_FILES: Mapping[str, Callable[[Any], Predictor]] = {
    ".tflite": LiteRTPredictor,
    ".keras": KerasPredictor,
}
#: All kinds of models: the first row that accepts a model loads it.
_ADAPTERS = (
    _Adapter(lambda model: isinstance(model, str), _share_bundled),
    *(_Adapter(_is_file(suffix), adapter) for suffix, adapter in _FILES.items()),
    _Adapter(lambda model: isinstance(model, Predictor) and not _is_class(model), _check_labels),
    _Adapter(_is_keras_model, KerasPredictor),
    _Adapter(lambda model: callable(model) and not _is_class(model), FunctionPredictor),
)


def _explain(model: Any) -> str:
    """Return a message: why the argument is not a model, and what to give instead."""
    files = f"a {' or '.join(_FILES)} file"
    if isinstance(model, Path):
        return _explain_path(model, files)
    name = "None" if model is None else type(model).__name__
    if _is_class(model):
        return f"{model.__name__} is a class, not a model: make one of it, {model.__name__}(...)."
    if hasattr(model, "predict_proba"):
        return (
            f"{name} has no labels. For scikit-learn, give a function: "
            "lambda images: model.predict_proba(images.reshape(len(images), -1))"
        )
    return (
        f"No model: {name}. Give 'cnn', 'ann', the path of {files}, a keras.Model, a function or "
        "a Predictor."
    )


def _explain_path(path: Path, files: str) -> str:
    names = " or ".join(BUNDLED)
    if path.is_dir() and path != Path():
        return f"{path} is a folder: give the path of {files} in it."
    if path.exists():
        return f"{path} is no {files[2:]}; or choose {names}."
    meant = get_close_matches(str(path).lower(), BUNDLED, 1)
    choices = f"did you mean {meant[0]!r}? Or " if meant else f"choose {names}, or "
    return f"There is no model {str(path)!r}: {choices}give the path of {files}."
