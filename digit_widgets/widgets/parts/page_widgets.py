"""Page widgets: widgets that are a script in the page, shared by several others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from anywidget import AnyWidget
from numpy.typing import NDArray
from traitlets import Bytes, Dict, Tuple, Unicode

from digit_widgets.imaging.png import grey_pixels
from digit_widgets.widgets.parts.theme import STATIC, style_sheet

__all__ = ["STATIC", "AriaLabels", "ConnectionStatus", "PageWidget", "PixelImage"]


class PageWidget(AnyWidget):  # type: ignore[misc]
    """A widget whose page sets nothing of its state."""

    def set_state(self, sync_data: Any) -> None:
        """Leave the state as it is, whatever a page wants it to be."""


class PixelImage(PageWidget):
    """An image of a few grey pixels, that changes often.

    Parameters
    ----------
    shape
        Height and width, in pixels.
    name
        What screen readers and the tooltip say.
    """

    _esm = STATIC / "pixel_image.js"
    shape = Tuple().tag(sync=True)
    name = Unicode().tag(sync=True)
    grey = Bytes().tag(sync=True)

    def __init__(self, shape: tuple[int, int], name: str) -> None:
        super().__init__(shape=shape, name=name, grey=bytes(shape[0] * shape[1]))

    def show(self, values: NDArray[np.float32]) -> None:
        """Show numbers in 0..1, 0 black and 1 white, in its shape."""
        self.grey = grey_pixels(values).tobytes()


class ConnectionStatus(PageWidget):
    """The line of a widget that says whether its kernel is there, and what to do if it is not.

    It greys what the widget shows, and rests what needs a kernel, in all that stands with it in
    the widget marked "digit-widgets-live". As each of our widgets has one, it brings the style
    sheet to the page: anywidget puts that of a class in a page once.

    Parameters
    ----------
    canvas_id
        The model of the canvas of which it offers a drawing that another kernel has left; "" if
        the widget has none.
    """

    _esm = STATIC / "connection_status.js"
    _css = style_sheet()
    canvas_id = Unicode().tag(sync=True)

    def __init__(self, canvas_id: str = "") -> None:
        # Its words do not make the column wider than what stands over them.
        layout = {"width": "0", "min_width": "100%"}
        super().__init__(canvas_id=canvas_id, layout=layout)


class AriaLabels(PageWidget):
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

    _esm = STATIC / "aria_labels.js"
    names = Dict().tag(sync=True)
    titles = Dict().tag(sync=True)

    def __init__(self, names: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(names=dict(names))
