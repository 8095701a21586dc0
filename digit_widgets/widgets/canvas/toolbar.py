"""Toolbar: the row of buttons and the width slider below a drawing surface."""

from __future__ import annotations

from collections.abc import Collection

from ipywidgets import Box

from digit_widgets.widgets.canvas.ink_canvas import InkCanvas
from digit_widgets.widgets.canvas.page_parts import BAR, Toolbar, WidthSlider
from digit_widgets.widgets.canvas.parsing import WIDEST

__all__ = ["CanvasToolbar"]


class CanvasToolbar(Box):  # type: ignore[misc]
    """Pen, erasers, undo, redo, reset, downloads, images and the tool's width, for one canvas.

    While the canvas is disabled, only tools that do not change the drawing work: download and copy.

    Parameters
    ----------
    canvas
        The canvas that the tools act on.
    names
        The tools to show: names from `BAR`, and "width".
    """

    def __init__(self, canvas: InkCanvas, names: Collection[str]) -> None:
        buttons = tuple(name for name in BAR if name in names)
        widest = min(WIDEST, canvas.width, canvas.height)
        bar = [Toolbar(canvas, buttons=buttons)] if buttons else []
        slider = [WidthSlider(canvas, widest=widest)] if "width" in names else []
        fit = {"width": f"{canvas.width}px", "max_width": "100%"}
        super().__init__(
            [*bar, *slider], layout={**fit, "flex_flow": "row wrap", "overflow": "visible"}
        )
        self.add_class("digit-widgets-toolbar")
        self.layout.display = "" if self.children else "none"
