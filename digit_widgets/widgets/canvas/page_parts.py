"""The widgets of a drawing surface that are a script in the page."""

from __future__ import annotations

from traitlets import Bool, Enum, Float, Int, Tuple, Unicode

from digit_widgets.widgets.canvas.messages import TOOLS
from digit_widgets.widgets.parts.page_widgets import PageWidget, join_scripts

__all__ = ["BAR", "InkLayer", "InkTools", "InkWidth"]

#: The buttons that a tool bar can have, in their order.
BAR = (*TOOLS, "undo", "redo", "reset", "download", "copy")


class InkLayer(PageWidget):
    """Captures pointers and keys over a surface, and draws ink until the kernel has shown it.

    Attributes
    ----------
    spoken
        (int, str): words that pages have screen readers say, and how many times that has been.
    kept
        str: the finished drawing in JSON, which notebooks are saved with, and which a page may
        give back to another kernel; "" if it is blank or too large to be kept.
    is_kept
        bool: False if the drawing is too large to be kept.
    """

    _esm = join_scripts(
        "connection.js",
        "hearsay.js",
        "wet_ink.js",
        "ink_strokes.js",
        "fingers.js",
        "pointers.js",
        "key_pen.js",
        "latency.js",
        "kept.js",
        "ink_layer.js",
    )
    width = Int().tag(sync=True)
    height = Int().tag(sync=True)
    label = Unicode().tag(sync=True)
    tool = Enum(TOOLS, "pen").tag(sync=True)
    pen_width = Float().tag(sync=True)
    eraser_width = Float().tag(sync=True)
    measures = Bool(False).tag(sync=True)
    disabled = Bool(False).tag(sync=True)
    spoken = Tuple((0, "")).tag(sync=True)
    kept = Unicode().tag(sync=True)
    is_kept = Bool(True).tag(sync=True)


class InkTools(PageWidget):
    """The tool bar.

    Attributes
    ----------
    buttons
        Names of its buttons, out of those of `BAR`.
    """

    _esm = join_scripts("connection.js", "hearsay.js", "ink_tools.js")
    tool = Enum(TOOLS, "pen").tag(sync=True)
    can_undo = Bool(False).tag(sync=True)
    can_redo = Bool(False).tag(sync=True)
    disabled = Bool(False).tag(sync=True)
    buttons = Tuple().tag(sync=True)


class InkWidth(PageWidget):
    """The slider for the width of what is drawn with."""

    _esm = join_scripts("connection.js", "hearsay.js", "ink_width.js")
    tool = Enum(TOOLS, "pen").tag(sync=True)
    pen_width = Float().tag(sync=True)
    eraser_width = Float().tag(sync=True)
    widest = Float().tag(sync=True)
    disabled = Bool(False).tag(sync=True)
