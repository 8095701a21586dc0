"""The trait that holds what is read: it can be linked to, and is set by nobody else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from traitlets import HasTraits, TraitError, Unicode, link
from traitlets.utils.bunch import Bunch

__all__ = ["ValueTrait"]

#: Seconds after which a link is looked at again that is still at work.
_SOON = 0.02


class ValueTrait(Unicode):  # type: ignore[type-arg]
    """Holds what is read, as text, or None; in the page None is "".

    Who assigns it gets a `TraitError`. A two-way `traitlets.link` that carries what a person has
    typed is answered instead: the other end is set back to what is read, as soon as the link is
    through. What goes wrong then is told by the owner's ``_report("link", problem)``.
    """

    def __init__(self) -> None:
        super().__init__(None, allow_none=True, read_only=True)
        self.tag(sync=True, to_json=lambda value, _: value or "")

    def __set__(self, obj: HasTraits, value: Any) -> None:
        """Refuse what is assigned, or answer the link that carries it."""
        followers = [each for each in _followers(obj, self.name or "") if _link(each).updating]
        if not followers:
            raise TraitError(
                f"{self.name} is read-only, as it follows from the drawing: assign ink instead. "
                "link() and dlink() take the pad first."
            )
        for follower in followers:
            _answer(obj, self.name or "", follower)


def _followers(obj: HasTraits, name: str) -> list[Callable[[Bunch], None]]:
    """Return what links have called when a trait changes."""
    observers = obj._trait_notifiers.get(name, {}).get("change", [])
    return [each for each in observers if isinstance(getattr(each, "__self__", None), link)]


def _link(follower: Callable[[Bunch], None]) -> link:
    found: link = follower.__self__  # type: ignore[attr-defined]
    return found


def _answer(obj: HasTraits, name: str, follower: Callable[[Bunch], None]) -> None:
    """Tell a link once more what is read, when it is through with what it is at."""

    def tell() -> None:
        if follower not in _followers(obj, name):
            return  # it was undone meanwhile
        if _link(follower).updating:
            _answer(obj, name, follower)
            return
        value = getattr(obj, name)
        try:
            follower(Bunch(owner=obj, name=name, old=value, new=value, type="change"))
        except Exception as error:  # noqa: BLE001 - whatever the other end raises
            obj._report("link", f"A link of the {name} raised {type(error).__name__}: {error}")  # type: ignore[attr-defined]
        else:
            obj._report("link", "")  # type: ignore[attr-defined]

    timer = threading.Timer(_SOON, tell)
    timer.daemon = True
    timer.start()
