"""Screen: the kernel's ink on an ipycanvas, and the page's own layer over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from digit_widgets.ink import Ink, ink_to_json
from digit_widgets.widgets.canvas.brush import DENSITY, paint, paint_new
from digit_widgets.widgets.canvas.frames import make_canvas
from digit_widgets.widgets.canvas.messages import Batch
from digit_widgets.widgets.canvas.page_parts import InkLayer
from digit_widgets.widgets.canvas.timestamps import PointerTimestamps

__all__ = ["MOST_KEPT", "Screen"]

#: Points of the largest drawing that pages keep for another kernel: about 200 kB.
MOST_KEPT = 10_000


class Screen:
    """An ipycanvas canvas with ink on it, and the layer that lies over it.

    Not for several threads at once.

    Parameters
    ----------
    width, height
        In CSS pixels.
    heed
        Called with each message of a page's layer.
    on_ready
        Called when a page is there, or there again: it has to be shown all.
    values
        What the layer's traits are to begin with.

    Attributes
    ----------
    canvas, layer
        The two widgets.
    """

    def __init__(
        self,
        width: int,
        height: int,
        handle_message: Callable[[Mapping[str, Any]], None],
        on_ready: Callable[[], None],
        **values: Any,
    ) -> None:
        self._is_ready = False
        self._on_ready = on_ready
        self._stamps = PointerTimestamps()
        self._questions: list[Mapping[str, int]] = []
        self._read: Ink | None = None
        self.canvas = make_canvas(width * DENSITY, height * DENSITY)
        # Its height follows from its own pixels' aspect, however narrow the page makes it.
        self.canvas.layout = {"width": f"{width}px", "height": "auto"}
        self.canvas.add_class("digit-widgets-canvas")
        self.canvas.on_client_ready(self._on_client_ready)
        self.layer = InkLayer(handle_message, width=width, height=height, **values)
        self.layer.layout.width = f"{width}px"

    def show(self, ink: Ink) -> None:
        """Draw all of it."""
        if self._is_ready:
            paint(self.canvas, ink)
            self.layer.send({"kind": "repaint"})

    def show_new(self, before: Ink, ink: Ink, *, ended: bool) -> None:
        """Draw what is new of it since before."""
        if self._is_ready:
            paint_new(self.canvas, before, ink, ended=ended)

    def keep(self, ink: Ink) -> None:
        """Have pages, and notebooks that are saved, keep a finished drawing, unless it is huge.

        A drawing without an end would make each stroke's end slower than the one before it.
        """
        is_kept = ink.n_points <= MOST_KEPT
        kept = ink_to_json(ink) if is_kept and not ink.is_blank else ""
        # Together, as a page that hears of one of them takes both for true.
        with self.layer.hold_sync():
            self.layer.kept, self.layer.is_kept = kept, is_kept

    def answer(self, batch: Batch, ink: Ink, *, ended: bool) -> None:
        """Tell the page that a batch has been dealt with, and what has become of the drawing."""
        view, stroke = batch.key
        seen = batch.first + len(batch.points)
        self.layer.send(
            {"kind": "seen", "view": view, "stroke": stroke, "points": seen, "end": ended}
        )
        self._stamps.add(ink, view, batch.time)

    def answer_question(self, question: Mapping[str, int], ink: Ink) -> None:
        """Tell a page that all before its question is dealt with and, once that is so, read."""
        self.layer.send({"kind": "here", **question})
        self._questions = [*self._questions, question]
        self._tell_fresh(ink)

    def acknowledge_reading(self, ink: Ink, newest: Ink) -> None:
        """Let pages know that a drawing's reading is shown: who measures it, and who has asked."""
        self._read = ink
        self._tell_fresh(newest)
        if self.layer.measures and (stamp := self._stamps.take(ink)):
            view, time = stamp
            self.layer.send({"kind": "read", "view": view, "time": time})

    def _tell_fresh(self, newest: Ink) -> None:
        # A blank pad's ink is not its canvas's, but equal.
        if self._questions and self._read == newest:
            questions, self._questions = self._questions, []
            for question in questions:
                self.layer.send({"kind": "fresh", **question})

    def say(self, words: str) -> None:
        """Have screen readers say something; twice if twice."""
        count, _ = self.layer.spoken
        self.layer.spoken = (count + 1, words)

    def _on_client_ready(self) -> None:
        # Before the first page is there, what is drawn would be lost, or harm the page.
        self._is_ready = True
        self._on_ready()
