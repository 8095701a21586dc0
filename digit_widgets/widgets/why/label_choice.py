"""Label choice: two lists, for the label asked about and for the one that it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ipywidgets import Box, Dropdown

__all__ = ["LabelChoice", "find_problem"]

#: Not None: ipywidgets would treat it as "no option" and show nothing.
_UNCHOSEN = -1


class LabelChoice(Box):  # type: ignore[misc]
    """Two lists of a model's labels, side by side or, on a narrow page, one below the other.

    Parameters
    ----------
    on_choice
        Called with both labels when somebody chooses; None for "the label read" and "any other".
        The list chosen from last counts: if the other one says the same label, it gives way.
    """

    def __init__(self, on_choice: Callable[[str | None, str | None], None]) -> None:
        self._labels: tuple[str, ...] = ()
        self._on_choice = on_choice
        self._is_showing = False
        layout = {"width": "auto", "flex": "1 1 150px", "max_width": "220px", "min_width": "0"}
        self._label = Dropdown(description="Why", layout=layout)
        self._other = Dropdown(description="rather than", layout=layout)
        for choice in (self._label, self._other):
            choice.style.description_width = "initial"
            choice.observe(self._choose, "value")
        super().__init__(
            [self._label, self._other],
            layout={"flex_flow": "row wrap", "grid_gap": "4px 12px", "overflow": "visible"},
        )

    def show(self, labels: Sequence[str], label: str | None, other: str | None) -> None:
        """Offer a model's labels, with these two chosen."""
        self._is_showing = True
        try:
            if tuple(labels) != self._labels:
                self._labels = tuple(labels)
                numbered = [(name, place) for place, name in enumerate(labels)]
                self._label.options = [("what is read", _UNCHOSEN), *numbered]
                self._other.options = [("any other", _UNCHOSEN), *numbered]
            self._label.value = self._place(label)
            self._other.value = self._place(other)
        finally:
            self._is_showing = False

    def _place(self, label: str | None) -> int:
        return self._labels.index(label) if label in self._labels else _UNCHOSEN

    def _name(self, place: int) -> str | None:
        return None if place == _UNCHOSEN else self._labels[place]

    def _choose(self, change: Any) -> None:
        if self._is_showing:
            return
        label, other = self._name(self._label.value), self._name(self._other.value)
        if label == other:
            label, other = (label, None) if change["owner"] is self._label else (None, other)
        self._on_choice(label, other)


def find_problem(label: str | None, other: str | None, labels: Sequence[str]) -> str:
    """Return why one label cannot be asked about beside another; "" if it can."""
    if label is None:
        return ""
    if not labels:
        return f"Label {label!r:.40} cannot be asked about: the pad's model cannot be used."
    if label not in labels:
        return f"There is no label {label!r:.40}; the model's labels are {', '.join(labels):.200}."
    return f"Nothing speaks for {label!r:.40} rather than for itself." if label == other else ""
