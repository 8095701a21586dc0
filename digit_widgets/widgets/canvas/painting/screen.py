"""Screen: the kernel's ink on an ipycanvas, the same on all pages."""

from __future__ import annotations

from collections.abc import Callable

from digit_widgets.ink import Ink
from digit_widgets.widgets.canvas.painting.brush import DENSITY, paint, paint_new
from digit_widgets.widgets.canvas.painting.frames import make_canvas

__all__ = ["Screen"]


class Screen:
    """An ipycanvas canvas with ink on it.

    Not thread-safe.

    Parameters
    ----------
    width, height
        Size in CSS pixels.
    on_ready
        Called when a page has connected or reconnected and needs a full repaint.
    on_repaint
        Called after a full repaint.

    Attributes
    ----------
    canvas
        The canvas widget.
    """

    def __init__(
        self, width: int, height: int, on_ready: Callable[[], None], on_repaint: Callable[[], None]
    ) -> None:
        self._is_ready = False
        self._on_ready, self._on_repaint = on_ready, on_repaint
        self.canvas = make_canvas(width * DENSITY, height * DENSITY)
        # The height follows from the canvas's aspect ratio, however narrow the page makes it.
        self.canvas.layout = {"width": f"{width}px", "height": "auto"}
        self.canvas.add_class("digit-widgets-canvas")
        self.canvas.on_client_ready(self._on_client_ready)

    def show(self, ink: Ink) -> None:
        """Repaint everything."""
        if self._is_ready:
            paint(self.canvas, ink)
            self._on_repaint()

    def show_new(self, before: Ink, ink: Ink, *, ended: bool) -> None:
        """Paint what is new since `before`."""
        if self._is_ready:
            paint_new(self.canvas, before, ink, ended=ended)

    def _on_client_ready(self) -> None:
        # Before the first page is ready, commands would be lost, or break the page.
        self._is_ready = True
        self._on_ready()
