"""Views of a canvas in the page: scripts that show its state and have no state of their own."""

from __future__ import annotations

from typing import Any

from ipywidgets import Widget, widget_serialization
from traitlets import Float, Instance, Tuple

from digit_widgets.widgets.canvas.messages import TOOLS
from digit_widgets.widgets.parts.page_widgets import STATIC, PageWidget

__all__ = ["BAR", "DrawingLayer", "Toolbar", "WidthSlider"]

#: Names of all toolbar buttons, in order.
BAR = (*TOOLS, "undo", "redo", "reset", "download", "copy", "image")


class CanvasView(PageWidget):
    """A view of a canvas: its script reads the canvas's model and sends messages through it.

    Attributes
    ----------
    canvas
        `InkCanvas`: the canvas whose state is shown.
    """

    canvas = Instance(Widget).tag(sync=True, **widget_serialization)

    def __init__(self, canvas: Widget, **kwargs: Any) -> None:
        super().__init__(canvas=canvas, **kwargs)


class DrawingLayer(CanvasView):
    """Captures pointers and keys over a canvas, and paints ink until the kernel's ink is shown."""

    _esm = STATIC / "drawing_layer.js"


class Toolbar(CanvasView):
    """The buttons under a canvas.

    Attributes
    ----------
    buttons
        Their names, from `BAR`.
    """

    _esm = STATIC / "toolbar.js"
    buttons = Tuple().tag(sync=True)


class WidthSlider(CanvasView):
    """The slider for the width of the current tool.

    Attributes
    ----------
    widest
        The largest width, in CSS pixels.
    """

    _esm = STATIC / "width_slider.js"
    widest = Float().tag(sync=True)
