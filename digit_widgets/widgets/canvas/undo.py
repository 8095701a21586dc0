"""Undo and redo without limit: older drawings are stored compressed."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Sequence

import numpy as np

from digit_widgets.ink import Ink, Stroke

__all__ = ["History"]

#: Number of drawings compressed together; they share most of their strokes.
_BLOCK = 64


class History:
    """The drawings before and after the present one.

    Attributes
    ----------
    present
        `Ink`: the current drawing. Assigning it changes it without adding a step.
    """

    def __init__(self) -> None:
        self.present = Ink()
        self._past, self._future = _Stack(), _Stack()
        #: The drawings that could be redone before the newest step was recorded.
        self._given_up = self._future

    @property
    def can_undo(self) -> bool:
        """True if there is an earlier drawing."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """True if there is a later drawing."""
        return bool(self._future)

    def record(self, ink: Ink) -> None:
        """Make a drawing the present one, as a step that can be undone."""
        self._past.push(self.present)
        self.present, self._future, self._given_up = ink, _Stack(), self._future

    def forget(self) -> None:
        """Remove the step that was just recorded, as if it had never happened."""
        self.present, self._future = self._past.pop(), self._given_up

    def undo(self) -> None:
        """Go one step back, if there is one."""
        if self._past:
            self._future.push(self.present)
            self.present = self._past.pop()

    def redo(self) -> None:
        """Go one step forward, if there is one."""
        if self._future:
            self._past.push(self.present)
            self.present = self._future.pop()


class _Stack:
    """A stack of drawings; all but the newest are compressed."""

    def __init__(self) -> None:
        self._recent: list[Ink] = []
        self._packed: list[bytes] = []

    def __bool__(self) -> bool:
        return bool(self._recent or self._packed)

    def push(self, ink: Ink) -> None:
        self._recent.append(ink)
        if len(self._recent) == 2 * _BLOCK:
            self._packed.append(_pack(self._recent[:_BLOCK]))
            del self._recent[:_BLOCK]

    def pop(self) -> Ink:
        if not self._recent:
            self._recent = _unpack(self._packed.pop())
        return self._recent.pop()


def _pack(inks: Sequence[Ink]) -> bytes:
    """Compress drawings; a stroke that several drawings share is stored once."""
    places: dict[int, int] = {}
    strokes: list[Stroke] = []
    drawings = []
    for ink in inks:
        for stroke in ink.strokes:
            if id(stroke) not in places:
                places[id(stroke)] = len(strokes)
                strokes.append(stroke)
        drawings.append(np.array([places[id(stroke)] for stroke in ink.strokes], np.int32))
    kept = [(stroke.points.tobytes(), stroke.width) for stroke in strokes]
    return zlib.compress(pickle.dumps((kept, drawings)))


def _unpack(block: bytes) -> list[Ink]:
    kept, drawings = pickle.loads(zlib.decompress(block))
    strokes = [Stroke(np.frombuffer(points).reshape(-1, 2), width) for points, width in kept]
    return [Ink(tuple(strokes[place] for place in drawing)) for drawing in drawings]
