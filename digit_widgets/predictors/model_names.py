"""Model names: names by which people recognise several models."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from digit_widgets.errors import ModelError

__all__ = ["named_models"]


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
