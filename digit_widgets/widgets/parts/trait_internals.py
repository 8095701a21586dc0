"""Trait internals: the only module that uses private names of traitlets.

``_trait_values`` holds an object's values, ``_notify_trait`` notifies observers of a change, and
``_trait_notifiers`` lists the observers. ``tests/widgets/parts/test_trait_internals.py`` fails if
a new version of traitlets changes them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from traitlets import HasTraits, link
from traitlets.utils.bunch import Bunch

__all__ = ["find_links", "set_together"]


def set_together(owner: HasTraits, values: dict[str, Any], always: Collection[str] = ()) -> None:
    """Set several traits and then notify observers, which thus see all new values.

    traitlets' own `hold_trait_notifications` would also delay, and might lose, changes from other
    threads in the meantime, such as a pointer event's ink.

    Parameters
    ----------
    owner
        The object with the traits.
    values
        New values by trait name; they are not validated.
    always
        Names of traits to notify without a comparison: arrays have no single truth value.
    """
    before = {name: owner._trait_values.get(name) for name in values}
    owner._trait_values.update(values)
    for name, value in values.items():
        if name in always or value != before[name]:
            owner._notify_trait(name, before[name], value)


def find_links(owner: HasTraits, name: str) -> list[tuple[link, Callable[[Bunch], None]]]:
    """Return a trait's two-way links, each with the function that it calls on changes."""
    observers = owner._trait_notifiers.get(name, {}).get("change", [])
    return [
        (each.__self__, each)
        for each in observers
        if isinstance(getattr(each, "__self__", None), link)
    ]
