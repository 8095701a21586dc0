"""Missed updates: sends a page again what changed while it was loading the widgets.

A page that is opened later than a widget was made asks the kernel for the state of all widgets at
once, and drops all updates that come before it has built them. What a background thread shows in
that time, a tenth of a second or a second on a busy machine, would be missing for ever.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import Any

from ipywidgets import Widget
from traitlets import All

__all__ = ["MissedUpdates"]


class MissedUpdates:
    """The changes of a widget and its parts since their state was asked for; thread-safe.

    Parameters
    ----------
    root
        The widget; its parts are all widgets in synchronised traits of it or of a part.
    """

    def __init__(self, root: Widget) -> None:
        self._root = root
        self._state = threading.Lock()
        self._watched: list[Widget] = []
        self._changed: set[tuple[Widget, str]] = set()

    def watch(self) -> None:
        """Note changes from now on: the widgets' state is about to be read for a page."""
        parts = list(_walk(self._root, set()))
        with self._state:
            new = [part for part in parts if part not in self._watched]
            self._watched += new
        for part in new:
            part.observe(self._note, All)

    def send(self) -> None:
        """Send what has changed since `watch`, to all pages, and note no more."""
        with self._state:
            watched, self._watched = self._watched, []
            changed, self._changed = self._changed, set()
        for part in watched:
            part.unobserve(self._note, All)
        for part, name in changed:
            shown = None
            # A thread that changes it meanwhile may have sent its newer value sooner.
            while shown is not (value := getattr(part, name)):
                shown = value
                part.send_state(name)

    def _note(self, change: Any) -> None:
        if change["name"] in change["owner"].keys:
            with self._state:
                self._changed.add((change["owner"], change["name"]))


def _walk(widget: Widget, seen: set[Widget]) -> Iterator[Widget]:
    """Yield a widget and its parts, each once."""
    if widget in seen:
        return
    seen.add(widget)
    yield widget
    for value in widget.trait_values(sync=True).values():
        for part in _find_widgets(value):
            yield from _walk(part, seen)


def _find_widgets(value: Any) -> Iterable[Widget]:
    if isinstance(value, Widget):
        return (value,)
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return ()
    return [each for each in value if isinstance(each, Widget)]
