"""Screen: the kernel's ink on an ipycanvas, as all pages show it."""

from __future__ import annotations

from collections.abc import Callable

from digit_widgets.ink import Ink
from digit_widgets.widgets.canvas.painting.brush import DENSITY, paint, paint_new
from digit_widgets.widgets.canvas.painting.frames import make_canvas

__all__ = ["Screen"]


class Screen:
    """An ipycanvas canvas with ink on it.

    Not for several threads at once.

    Parameters
    ----------
    width, height
        In CSS pixels.
    on_ready
        Called when a page is there, or there again: it has to be shown all.
    on_repaint
        Called when all has been painted anew.

    Attributes
    ----------
    canvas
        The widget.
    """

    def __init__(
        self, width: int, height: int, on_ready: Callable[[], None], on_repaint: Callable[[], None]
    ) -> None:
        self._is_ready = False
        self._on_ready, self._on_repaint = on_ready, on_repaint
        self.canvas = make_canvas(width * DENSITY, height * DENSITY)
        # Its height follows from its own pixels' aspect, however narrow the page makes it.
        self.canvas.layout = {"width": f"{width}px", "height": "auto"}
        self.canvas.add_class("digit-widgets-canvas")
        self.canvas.on_client_ready(self._on_client_ready)

    def show(self, ink: Ink) -> None:
        """Paint all of it."""
        if self._is_ready:
            paint(self.canvas, ink)
            self._on_repaint()

    def show_new(self, before: Ink, ink: Ink, *, ended: bool) -> None:
        """Paint what is new of it since before."""
        if self._is_ready:
            paint_new(self.canvas, before, ink, ended=ended)

    def _on_client_ready(self) -> None:
        # Before the first page is there, what is drawn would be lost, or harm the page.
        self._is_ready = True
        self._on_ready()
