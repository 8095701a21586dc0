"""Undo and redo without end: ink is immutable, so that history is a list of drawings."""

from __future__ import annotations

from dataclasses import dataclass, field

from digit_widgets.ink import Ink

__all__ = ["History"]


@dataclass(frozen=True, slots=True)
class History:
    """The drawings before and after the present one, all immutable, sharing their strokes.

    Attributes
    ----------
    past
        Drawings that undo goes back to, the latest last.
    present
        The drawing as it is.
    future
        Drawings that redo goes on to, the next one last.
    """

    past: tuple[Ink, ...] = ()
    present: Ink = field(default_factory=Ink)
    future: tuple[Ink, ...] = ()

    def recorded(self, ink: Ink) -> History:
        """Return the history after a change that undo takes back."""
        return self if ink == self.present else History((*self.past, self.present), ink)

    def amended(self, ink: Ink) -> History:
        """Return the history with the present drawing grown: no step of its own."""
        return History(self.past, ink, self.future)

    def undone(self) -> History:
        """Return the history one step back; itself if there is no step."""
        if not self.past:
            return self
        return History(self.past[:-1], self.past[-1], (*self.future, self.present))

    def redone(self) -> History:
        """Return the history one step on; itself if there is no step."""
        if not self.future:
            return self
        return History((*self.past, self.present), self.future[-1], self.future[:-1])
