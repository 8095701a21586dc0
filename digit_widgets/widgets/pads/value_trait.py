"""Value trait: the predicted label, which can be linked to but not set."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from traitlets import HasTraits, TraitError, Unicode
from traitlets.utils.bunch import Bunch

from digit_widgets.widgets.parts.trait_internals import find_links

__all__ = ["ValueTrait"]

#: Seconds after which a link that is still busy is checked again.
_SOON = 0.02


class ValueTrait(Unicode):  # type: ignore[type-arg]
    """A read-only trait for the label, str or None; in the front end None is "".

    Assigning it raises a `TraitError`. If a two-way `traitlets.link` passes on the user's input,
    the other end is instead reset to the predicted label, as soon as the link has finished. A
    problem in doing so is reported by the owner's ``_report("link", problem)``.
    """

    def __init__(self) -> None:
        super().__init__(None, allow_none=True, read_only=True)
        self.tag(sync=True, to_json=lambda value, _: value or "")

    def __set__(self, obj: HasTraits, value: Any) -> None:
        """Raise an error on assignment, or reset the link that assigns."""
        name = self.name or ""
        followers = [follower for each, follower in find_links(obj, name) if each.updating]
        if not followers:
            raise TraitError(
                f"{name} is read-only, as it follows from the drawing: assign ink instead. "
                "link() and dlink() take the pad first."
            )
        for follower in followers:
            _answer(obj, name, follower)


def _answer(obj: HasTraits, name: str, follower: Callable[[Bunch], None]) -> None:
    """Notify a link of the actual value once more, after its current update."""

    def tell() -> None:
        found = [each for each, other in find_links(obj, name) if other == follower]
        if not found:
            return  # it was unlinked meanwhile
        if found[0].updating:
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
