"""The parts of a drawing surface that live in the page: their scripts, and what they are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from anywidget import AnyWidget
from numpy.typing import NDArray
from traitlets import Bool, Bytes, Dict, Enum, Float, Int, Tuple, Unicode

from digit_widgets.vision.png import grey_pixels
from digit_widgets.widgets._from_page import TOOLS

__all__ = ["BAR", "InkLayer", "InkTools", "InkWidth", "Life", "Names", "Pixels"]

#: The buttons that a tool bar can have, in their order.
BAR = (*TOOLS, "undo", "redo", "reset", "download", "copy")

_SCRIPTS = Path(__file__).parent / "page"


def _script(*names: str) -> str:
    """Join scripts into the one module that the page takes."""
    return "\n".join((_SCRIPTS / name).read_text(encoding="utf-8") for name in names)


class _PagePart(AnyWidget):  # type: ignore[misc]
    """A widget whose page sends messages, and sets nothing of its state.

    Parameters
    ----------
    heed
        Called with each message that is a mapping with text for "kind".

    Attributes
    ----------
    surface
        str: the same for all parts of a pad, and for no other's.
    """

    surface = Unicode().tag(sync=True)

    def __init__(self, heed: Callable[[Mapping[str, Any]], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._heed = heed
        self.on_msg(self._on_page)

    def set_state(self, sync_data: Any) -> None:
        """Leave the state as it is, whatever a page wants it to be."""

    def _on_page(self, _: Any, content: Any, __: Any) -> None:
        if isinstance(content, Mapping) and isinstance(content.get("kind"), str):
            self._heed(content)


class InkLayer(_PagePart):
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

    _esm = _script(
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


class InkTools(_PagePart):
    """The tool bar.

    Attributes
    ----------
    buttons
        Names of its buttons, out of those of `BAR`.
    """

    _esm = _script("connection.js", "hearsay.js", "ink_tools.js")
    tool = Enum(TOOLS, "pen").tag(sync=True)
    can_undo = Bool(False).tag(sync=True)
    can_redo = Bool(False).tag(sync=True)
    disabled = Bool(False).tag(sync=True)
    buttons = Tuple().tag(sync=True)


class InkWidth(_PagePart):
    """The slider for the width of what is drawn with."""

    _esm = _script("connection.js", "hearsay.js", "ink_width.js")
    tool = Enum(TOOLS, "pen").tag(sync=True)
    pen_width = Float().tag(sync=True)
    eraser_width = Float().tag(sync=True)
    widest = Float().tag(sync=True)
    disabled = Bool(False).tag(sync=True)


class Pixels(_PagePart):
    """A picture of a few grey pixels, that changes often.

    Parameters
    ----------
    shape
        Height and width, in pixels.
    name
        What screen readers and the tooltip say.
    """

    _esm = _script("connection.js", "pixels.js")
    shape = Tuple().tag(sync=True)
    name = Unicode().tag(sync=True)
    grey = Bytes().tag(sync=True)

    def __init__(self, shape: tuple[int, int], name: str) -> None:
        super().__init__(lambda _: None, shape=shape, name=name, grey=bytes(shape[0] * shape[1]))

    def show(self, values: NDArray[np.float32]) -> None:
        """Show numbers in 0..1, 0 black and 1 white, in its shape."""
        self.grey = grey_pixels(values).tobytes()


class Life(_PagePart):
    """The line of a widget that says whether its kernel is there, and what to do if it is not.

    It greys what the widget shows, and rests what needs a kernel, in all that stands with it in
    the widget marked "digit-widgets-live". With a surface it also offers a drawing that was drawn
    before another kernel was gone.
    """

    _esm = _script("connection.js", "life.js")

    def __init__(self, surface: str = "") -> None:
        # Its words do not make the column wider than what stands over them.
        layout = {"width": "0", "min_width": "100%"}
        super().__init__(lambda _: None, surface=surface, layout=layout)


class Names(_PagePart):
    """Names for what stands beside it in the same box and cannot be named from the kernel.

    Parameters
    ----------
    names
        Selectors, as CSS writes them, to attributes and their values.

    Attributes
    ----------
    titles
        Selectors to tooltips, by what D3 has bound to what they select: of an axis its keys.
    """

    _esm = _script("connection.js", "names.js")
    names = Dict().tag(sync=True)
    titles = Dict().tag(sync=True)

    def __init__(self, names: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(lambda _: None, names=dict(names))
