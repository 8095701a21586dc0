"""Ink editor: a drawing, its undo history and the current stroke, independent of any page."""

from __future__ import annotations

from digit_widgets.errors import InkError
from digit_widgets.ink import Ink
from digit_widgets.widgets.canvas.gesture import StrokeGesture
from digit_widgets.widgets.canvas.messages import InkBatch
from digit_widgets.widgets.canvas.undo import History

__all__ = ["InkEditor"]


class InkEditor:
    """Builds a drawing from batches of pointer events that pages send in order.

    Batches that do not continue the stroke, are repeated, or belong to an ended stroke have no
    effect. Not thread-safe.

    Parameters
    ----------
    width, height
        Size of the surface, in CSS pixels.
    """

    def __init__(self, width: float, height: float) -> None:
        self._sides = width, height
        self._history = History()
        self._gesture: StrokeGesture | None = None
        self._ended: tuple[int, int] | None = None

    @property
    def ink(self) -> Ink:
        """The drawing, including the current stroke."""
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
        """Replace the drawing, as a step that can be undone; end the current stroke."""
        self.lift()
        if ink != self.ink:
            self._history.record(ink)

    def undo(self) -> None:
        """Undo a step, if there is one; end the current stroke."""
        self.lift()
        self._history.undo()

    def redo(self) -> None:
        """Redo a step, if there is one; end the current stroke."""
        self.lift()
        self._history.redo()

    def take(self, batch: InkBatch, size: float) -> bool:
        """Begin, continue or end a stroke.

        Parameters
        ----------
        batch
            A page's batch.
        size
            Width of the tool for a new stroke, in CSS pixels.

        Returns
        -------
        True if the batch was accepted.

        Raises
        ------
        InkError
            The drawing would be too large; the stroke has ended, and its points so far are kept.
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
        """End the current stroke, keeping what is drawn."""
        if self._gesture is not None:
            self._ended = self._gesture.key
            self._gesture = None
