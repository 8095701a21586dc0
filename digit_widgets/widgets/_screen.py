"""What pages show of a drawing surface: the kernel's ink, and the page's own layer over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from digit_widgets.ink import Ink, ink_to_json
from digit_widgets.widgets._brush import DENSITY, paint, paint_new
from digit_widgets.widgets._frames import make_canvas
from digit_widgets.widgets._from_page import Batch
from digit_widgets.widgets._page import InkLayer
from digit_widgets.widgets._stamps import Stamps

__all__ = ["Screen"]

#: Points of the largest drawing that pages keep for another kernel: about 200 kB.
_MOST_KEPT = 10_000


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
    keeps
        bool: whether a page has asked to keep the drawing for another kernel.
    """

    def __init__(
        self,
        width: int,
        height: int,
        heed: Callable[[Mapping[str, Any]], None],
        on_ready: Callable[[], None],
        **values: Any,
    ) -> None:
        self.keeps = False
        self._is_ready = False
        self._on_ready = on_ready
        self._stamps = Stamps()
        self.canvas = make_canvas(width * DENSITY, height * DENSITY)
        # Its height follows from its own pixels' aspect, however narrow the page makes it.
        self.canvas.layout = {"width": f"{width}px", "height": "auto"}
        self.canvas.add_class("digit-widgets-canvas")
        self.canvas.on_client_ready(self._on_client_ready)
        self.layer = InkLayer(heed, width=width, height=height, **values)
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
        """Have pages keep a finished drawing, if they do that, and it is not very large."""
        if self.keeps:
            self.layer.kept = ink_to_json(ink) if 0 < ink.n_points <= _MOST_KEPT else ""

    def answer(self, batch: Batch, ink: Ink, *, ended: bool) -> None:
        """Tell the page that a batch has been dealt with, and what has become of the drawing."""
        view, stroke = batch.key
        seen = batch.first + len(batch.points)
        self.layer.send(
            {"kind": "seen", "view": view, "stroke": stroke, "points": seen, "end": ended}
        )
        self._stamps.add(ink, view, batch.time)

    def tell_read(self, ink: Ink) -> None:
        """Let the page that made a drawing know that its reading is shown, if it measures that."""
        if self.layer.measures and (stamp := self._stamps.take(ink)):
            view, time = stamp
            self.layer.send({"kind": "read", "view": view, "time": time})

    def say(self, words: str) -> None:
        """Have screen readers say something; twice if twice."""
        count, _ = self.layer.spoken
        self.layer.spoken = (count + 1, words)

    def _on_client_ready(self) -> None:
        # Before the first page is there, what is drawn would be lost, or harm the page.
        self._is_ready = True
        self._on_ready()
