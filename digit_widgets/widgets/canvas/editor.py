"""Ink editor: a drawing, its undo history and the stroke under way, without any page."""

from __future__ import annotations

from digit_widgets.errors import InkError
from digit_widgets.ink import Ink
from digit_widgets.widgets.canvas.gesture import StrokeGesture
from digit_widgets.widgets.canvas.messages import InkBatch
from digit_widgets.widgets.canvas.undo import History

__all__ = ["InkEditor"]


class InkEditor:
    """Makes a drawing of the batches of pointer events that pages send, in order.

    Batches that follow on nothing, come twice or are of a stroke that has ended change nothing.
    Not for several threads at once.

    Parameters
    ----------
    width, height
        Of the surface, in CSS pixels.
    """

    def __init__(self, width: float, height: float) -> None:
        self._sides = width, height
        self._history = History()
        self._gesture: StrokeGesture | None = None
        self._ended: tuple[int, int] | None = None

    @property
    def ink(self) -> Ink:
        """The drawing, the open stroke as far as it is drawn."""
        return self._history.present

    @property
    def is_being_drawn(self) -> bool:
        """True while a pen or an eraser is down."""
        return self._gesture is not None

    @property
    def can_undo(self) -> bool:
        """True if there is something to undo."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """True if there is something to redo."""
        return self._history.can_redo

    def assign(self, ink: Ink) -> None:
        """Replace the drawing, as a step that undo takes back; the pen is lifted."""
        self.lift()
        if ink != self.ink:
            self._history.record(ink)

    def undo(self) -> None:
        """Go one step back, if there is one; the pen is lifted."""
        self.lift()
        self._history.undo()

    def redo(self) -> None:
        """Go one step on, if there is one; the pen is lifted."""
        self.lift()
        self._history.redo()

    def take(self, batch: InkBatch, size: float) -> bool:
        """Go on with a stroke, or begin or end one.

        Parameters
        ----------
        batch
            What a page sent.
        size
            Width of the tool that it begins with, in CSS pixels.

        Returns
        -------
        True if it was taken.

        Raises
        ------
        InkError
            The drawing cannot hold so much; the stroke has ended, and what it was so far stays.
        """
        gesture = self._gesture
        if gesture is None or gesture.key != batch.key:
            if batch.first or batch.key == self._ended:
                return False
            self.lift()
            gesture = StrokeGesture(batch.key, batch.tool, size)
        if batch.first != gesture.n_points:
            return False
        self._gesture = gesture
        if len(batch.points):
            try:
                moved, ink = gesture.move(self.ink, batch.points, self._sides)
            except InkError:
                self.lift()
                raise
            if gesture.has_changed:
                self._history.present = ink
            elif moved.has_changed:
                self._history.record(ink)
            self._gesture = moved
        if batch.end == "discarded" and self._gesture.has_changed:
            self._history.forget()
        if batch.end:
            self.lift()
        return True

    def lift(self) -> None:
        """End the stroke under way, as far as it is drawn."""
        if self._gesture is not None:
            self._ended = self._gesture.key
            self._gesture = None
