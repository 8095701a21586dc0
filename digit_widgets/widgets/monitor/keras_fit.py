"""Keras fit: recognised by name, to turn off its own bars without importing Keras."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from inspect import signature
from typing import Any

__all__ = ["shows_bars"]


def shows_bars(
    function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> bool:
    """Return True for a call of a Keras model's ``fit`` without an explicit ``verbose``."""
    return _is_keras_fit(function) and not _is_given("verbose", function, args, kwargs)


def _is_keras_fit(function: Any) -> bool:
    """Return True for a Keras model's ``fit``, also wrapped in `functools.partial`."""
    while isinstance(function, partial):
        function = function.func
    owner = type(getattr(function, "__self__", None))
    is_model = any(
        each.__name__ == "Model" and "keras" in each.__module__.split(".") for each in owner.__mro__
    )
    return is_model and getattr(function, "__name__", "") == "fit"


def _is_given(
    name: str, function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> bool:
    """Return True if a call passes an argument, by position or by name."""
    while isinstance(function, partial):
        args, kwargs = (*function.args, *args), {**function.keywords, **kwargs}
        function = function.func
    if name in kwargs:
        return True
    try:
        return name in signature(function).bind_partial(*args, **kwargs).arguments
    except TypeError:
        return True  # the call itself will raise the error
