"""Disagreement search: moves a drawing a little, until models read different labels in it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from ipywidgets import HTML, Box, Button, VBox

from digit_widgets.explanation.small_moves import N_MOVES, SmallMove, is_inside, list_moves
from digit_widgets.ink import Bounds, Ink
from digit_widgets.recognition import Prediction
from digit_widgets.widgets.pads.drawing_pad import DrawingPad
from digit_widgets.widgets.parts.message import Message, model_problem
from digit_widgets.widgets.parts.worker import LatestWorker

__all__ = ["DisagreementSearch", "disagree"]

#: Moves between two reports of the progress.
_OFTEN = 16
_UNCHANGED = "The drawing is as it was."


def disagree(predictions: Mapping[str, Prediction]) -> bool:
    """Return True if two models read different labels; what is rejected is no reading."""
    return len({each.label for each in predictions.values() if each.label is not None}) > 1


class DisagreementSearch(VBox):  # type: ignore[misc]
    """A button that changes the drawing in small steps until the models disagree, and one to stop.

    The drawing is replaced once, when a change is found, so that undo brings it back; otherwise it
    stays. It works on a thread of its own, and ends when somebody draws on.

    Parameters
    ----------
    pad
        The pad with the drawing, which does not leave its surface.
    read
        Called with a drawing; it returns what each model reads, by name. It is called on the
        thread.
    """

    def __init__(self, pad: DrawingPad, read: Callable[[Ink], Mapping[str, Prediction]]) -> None:
        self._pad, self._read = pad, read
        self._around = Bounds(0.0, 0.0, float(pad.canvas.width), float(pad.canvas.height))
        self._stopped = threading.Event()
        self._worker: LatestWorker[Ink] = LatestWorker(self._search)
        wide = {"width": "auto", "margin": "0"}
        self._start = Button(description="Move it until they disagree", icon="random", layout=wide)
        self._start.tooltip = "Turns, slants, narrows or widens the drawing, or changes its pen"
        self._stop = Button(description="Stop", icon="stop", disabled=True, layout=wide)
        self._start.on_click(lambda _: self._begin())
        self._stop.on_click(lambda _: self._stopped.set())
        self._progress, self._said = HTML(), Message("status")
        flow = {"flex_flow": "row wrap", "grid_gap": "6px", "overflow": "visible"}
        super().__init__(
            [Box([self._start, self._stop, self._progress], layout=flow), self._said],
            layout={"overflow": "visible", "flex": "none"},
        )
        self.add_class("digit-widgets-search")

    def wait(self) -> None:
        """Wait until a search has ended."""
        self._worker.wait()

    def close(self) -> None:
        """Remove the widget from all pages, and stop a search."""
        # ipywidgets also closes widgets whose __init__ has failed.
        if worker := getattr(self, "_worker", None):
            self._stopped.set()
            worker.close()
        super().close()

    def _begin(self) -> None:
        ink = self._pad.ink
        if ink.is_blank:
            self._said.say("There is nothing to move: draw a digit first.")
            return
        self._stopped.clear()
        self._start.disabled, self._stop.disabled = True, False
        self._said.say("")
        self._worker.submit(ink)

    def _search(self, ink: Ink) -> None:
        try:
            said = self._find(ink)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a model raises
            said = model_problem(error)
        self._progress.value = ""
        self._start.disabled, self._stop.disabled = False, True
        self._said.say(said)

    def _find(self, ink: Ink) -> str:
        """Look for a change that makes the models disagree, make it, and say what was done."""
        if disagree(read := self._read(ink)):
            return f"They disagree already: {_tell(read)}."
        # Its pen may be beyond the edge, and so may the drawing: it is not moved further out.
        around = _join(self._around, ink.bounds)
        for count, move in enumerate(list_moves()):
            if self._stopped.is_set():
                return f"Stopped after {count} of {N_MOVES} changes. {_UNCHANGED}"
            if self._pad.ink != ink:
                return "Stopped, because the drawing was changed."
            if count % _OFTEN == 0:
                self._show_progress(count)
            moved = move.apply(ink)
            if is_inside(moved, around) and disagree(read := self._read(moved)):
                return self._finish(moved, move, read)
        return f"Nothing found: none of {N_MOVES} changes makes them disagree. {_UNCHANGED}"

    def _finish(self, moved: Ink, move: SmallMove, read: Mapping[str, Prediction]) -> str:
        # As a step that can be undone.
        self._pad.ink = moved
        done = str(move)
        return f"{done[0].upper()}{done[1:]}: {_tell(read)}. Undo brings your drawing back."

    def _show_progress(self, count: int) -> None:
        share = f'value="{count}" max="{N_MOVES}"'
        self._progress.value = f'<progress {share} aria-label="Changes tried"></progress>'


def _tell(predictions: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} reads {each.answer}" for name, each in predictions.items())


def _join(around: Bounds, bounds: Bounds | None) -> Bounds:
    """Return the smallest bounds around both."""
    assert bounds is not None
    return Bounds(
        min(around.left, bounds.left),
        min(around.top, bounds.top),
        max(around.right, bounds.right),
        max(around.bottom, bounds.bottom),
    )
