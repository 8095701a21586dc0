"""Trait internals: the one module that uses private names of traitlets.

``_trait_values`` holds a widget's values, ``_notify_trait`` tells observers of a change, and
``_trait_notifiers`` lists the observers. pyproject.toml bounds traitlets from above because of
them, and ``tests/widgets/parts/test_trait_internals.py`` says what broke with a new version.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from traitlets import HasTraits, link
from traitlets.utils.bunch import Bunch

__all__ = ["find_links", "set_together"]


def set_together(owner: HasTraits, values: dict[str, Any], always: Collection[str] = ()) -> None:
    """Set traits first and tell of them then, so that observers see all of them.

    traitlets' own `hold_trait_notifications` also holds, and may lose, what other threads set
    meanwhile: a pointer event's ink.

    Parameters
    ----------
    owner
        The object with the traits.
    values
        Names of traits to their values, which are not validated.
    always
        Names of traits that are told of without being compared: arrays have no one truth.
    """
    before = {name: owner._trait_values.get(name) for name in values}
    owner._trait_values.update(values)
    for name, value in values.items():
        if name in always or value != before[name]:
            owner._notify_trait(name, before[name], value)


def find_links(owner: HasTraits, name: str) -> list[tuple[link, Callable[[Bunch], None]]]:
    """Return the two-way links of a trait, each with what it calls when the trait changes."""
    observers = owner._trait_notifiers.get(name, {}).get("change", [])
    return [
        (each.__self__, each)
        for each in observers
        if isinstance(getattr(each, "__self__", None), link)
    ]
