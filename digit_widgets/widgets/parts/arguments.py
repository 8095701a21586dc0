"""Argument checks: keywords, sizes, times and names, with errors that suggest a fix."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from numbers import Real
from typing import Any

import numpy as np
from ipywidgets import Widget

from digit_widgets.errors import ArgumentError

__all__ = ["check_flag", "check_keywords", "check_names", "check_seconds", "check_side"]

#: Traits that a widget sets while it is created.
_OWN = frozenset({"children", "comm", "keys", "log"})


def check_keywords(
    widget: Widget, made: type, keywords: Iterable[str], hints: Mapping[str, str] | None = None
) -> None:
    """Raise an error for keywords that a widget's class does not have.

    Layout, style and all other traits that may be assigned are allowed, a subclass's own too.

    Parameters
    ----------
    widget
        The widget that is being created.
    made
        The public class whose ``__init__`` received the keywords.
    keywords
        Their names, without the parameters of ``__init__``.
    hints
        For names that people try: what to do instead, in a sentence.

    Raises
    ------
    ArgumentError
        An unknown keyword, with a similar name as a suggestion, or a read-only one.
    """
    traits = widget.traits()
    for name in keywords:
        trait = traits.get(name)
        if trait is not None and not trait.read_only and name not in _OWN:
            continue
        named = [p for p in inspect.signature(made).parameters if p != "kwargs"]
        known = [*named, *(n for n, t in traits.items() if not (t.read_only or n[0] == "_"))]
        if hint := (hints or {}).get(name):
            raise ArgumentError(f"{made.__name__} takes no {name}=. {hint}")
        if trait is not None:
            raise ArgumentError(f"{name} is read-only: a {made.__name__} sets it itself.")
        meant = get_close_matches(name, [n for n in known if n not in _OWN], 1, 0.65)
        raise ArgumentError(
            f"{made.__name__} takes no {name}=."
            + (f" Did you mean {meant[0]}=?" if meant else f" It takes {', '.join(named)}.")
        )


def check_side(value: Any, name: str, hint: str = "") -> int:
    """Return a side of a drawing surface in CSS pixels.

    Parameters
    ----------
    value
        A whole number from 50 to 2000, of any type of number.
    name
        Its name in messages.
    hint
        What to do instead, in a sentence.

    Raises
    ------
    ArgumentError
        The value is anything else.
    """
    try:
        whole = 0 if isinstance(value, bool) or value != int(value) else int(value)
    except (TypeError, ValueError, OverflowError):
        whole = 0
    if isinstance(value, str) or not 50 <= whole <= 2000:
        raise ArgumentError(
            f"The {name} is 50 to 2000 pixels, one whole number, not {value!r:.80}."
            + (f" {hint}" if hint else "")
        )
    return whole


def check_flag(value: Any, name: str) -> None:
    """Raise an error if a value is neither True nor False.

    Raises
    ------
    ArgumentError
        The value is anything else.
    """
    if not isinstance(value, bool | np.bool_):
        raise ArgumentError(f"{name} is True or False, not {value!r:.80}.")


def check_seconds(value: Any, name: str) -> None:
    """Raise an error if a value is not a number of seconds from 0.

    Raises
    ------
    ArgumentError
        The value is anything else.
    """
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    if not (is_number and (0 <= value <= sys.float_info.max or value == np.inf)):
        raise ArgumentError(f"The {name} is a number of seconds from 0, not {value!r:.80}.")


def check_names(given: Any, known: tuple[str, ...], what: str, owner: str) -> tuple[str, ...]:
    """Return the given names, in the order of the known ones.

    Parameters
    ----------
    given
        An iterable of names; not a single string, which would be an iterable of letters.
    known
        All valid names.
    what, owner
        What the names are, in the plural, and of which class, for messages.

    Raises
    ------
    ArgumentError
        Anything else, or an unknown name.
    """
    listed = ", ".join(repr(name) for name in known)
    try:
        names = None if isinstance(given, str | bytes) else list(given)
    except TypeError:
        names = None
    if names is None:
        raise ArgumentError(
            f"The {what} of a {owner} are given as a tuple of names, such as ({known[0]!r},), not "
            f"{given!r:.80}. There are: {listed}."
        )
    for name in names:
        if not isinstance(name, str) or name not in known:
            meant = get_close_matches(str(name).lower(), known, 1)
            raise ArgumentError(
                f"There is no {name!r:.80} among the {what} of a {owner}."
                + (f" Did you mean {meant[0]!r}?" if meant else f" There are: {listed}.")
            )
    return tuple(name for name in known if name in names)
