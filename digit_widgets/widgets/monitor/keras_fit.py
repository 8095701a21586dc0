"""Keras fit: known by its name, so that its own bars can be left out without importing Keras."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from inspect import signature
from typing import Any

__all__ = ["shows_bars"]


def shows_bars(
    function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> bool:
    """Tell whether a call is of a Keras model's ``fit`` and does not say itself what it shows."""
    return _is_keras_fit(function) and not _is_given("verbose", function, args, kwargs)


def _is_keras_fit(function: Any) -> bool:
    """Tell whether a function is a Keras model's ``fit``, perhaps with some arguments given."""
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
    """Tell whether a call gives an argument, by its place or its name."""
    while isinstance(function, partial):
        args, kwargs = (*function.args, *args), {**function.keywords, **kwargs}
        function = function.func
    if name in kwargs:
        return True
    try:
        return name in signature(function).bind_partial(*args, **kwargs).arguments
    except TypeError:
        return True  # the call itself will say what is wrong with it
