"""Toolbar: the row of buttons and the width slider below a drawing surface."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from ipywidgets import Box, Widget

from digit_widgets.widgets.canvas.ink_canvas import InkCanvas
from digit_widgets.widgets.canvas.page_parts import BAR, Toolbar, WidthSlider
from digit_widgets.widgets.canvas.parsing import WIDEST

__all__ = ["CanvasToolbar"]


class CanvasToolbar(Box):  # type: ignore[misc]
    """Pen, erasers, undo, redo, reset, the tool's width and downloads, for one canvas.

    While the canvas is disabled, only tools that do not change the drawing work: download and copy.

    Parameters
    ----------
    canvas
        The canvas that the tools act on.
    names
        The tools to show: names from `BAR`, and "width".
    """

    def __init__(self, canvas: InkCanvas, names: Collection[str]) -> None:
        self._canvas = canvas
        buttons = tuple(name for name in BAR if name in names)
        widest = min(WIDEST, canvas.width, canvas.height)
        self._first = [Toolbar(canvas, buttons=buttons)] if buttons else []
        self._last = [WidthSlider(canvas, widest=widest)] if "width" in names else []
        fit = {"width": f"{canvas.width}px", "max_width": "100%"}
        super().__init__(layout={**fit, "flex_flow": "row wrap", "overflow": "visible"})
        self.add_class("digit-widgets-toolbar")
        self.add()

    def add(self, *buttons: Widget) -> None:
        """Show further buttons at the end of the bar."""
        for button in buttons:
            button.disabled = self._canvas.disabled
            self._canvas.observe(partial(_disable, button), "disabled")
        self.children = (*self._first, *buttons, *self._last)
        self.layout.display = "" if self.children else "none"


def _disable(button: Widget, change: Any) -> None:
    button.disabled = change["new"]
