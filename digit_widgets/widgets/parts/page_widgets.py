"""Page widgets: front-end scripts that several widgets use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from anywidget import AnyWidget
from ipywidgets import Widget
from numpy.typing import NDArray
from traitlets import Bytes, Dict, Tuple, Unicode

from digit_widgets.imaging.png import grey_pixels
from digit_widgets.widgets.parts.missed_updates import MissedUpdates
from digit_widgets.widgets.parts.theme import STATIC, style_sheet

__all__ = ["STATIC", "TOGGLES", "AriaLabels", "ConnectionStatus", "PageWidget", "PixelImage"]

#: Names for `AriaLabels` that say of ipywidgets' toggle buttons which one is pressed.
TOGGLES: Mapping[str, Mapping[str, str]] = {
    ".widget-toggle-button.mod-active": {"aria-pressed": "true"},
    ".widget-toggle-button:not(.mod-active)": {"aria-pressed": "false"},
}


class PageWidget(AnyWidget):  # type: ignore[misc]
    """A widget whose state a page cannot set.

    A page that was too busy to load its script in time has dropped what was sent to it, and asks
    for its state.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.on_msg(self._send_to_late_script)

    def set_state(self, sync_data: Any) -> None:
        """Ignore state sent by a page."""

    def _send_to_late_script(self, _: Any, content: Any, __: Any) -> None:
        if isinstance(content, dict) and content.get("late"):
            self.send_state([name for name in self.keys if name not in ("_esm", "_css")])


class PixelImage(PageWidget):
    """An image of a few grey pixels that changes often.

    Parameters
    ----------
    shape
        Height and width, in pixels.
    name
        The image's name for screen readers and its tooltip.
    """

    _esm = STATIC / "pixel_image.js"
    shape = Tuple().tag(sync=True)
    name = Unicode().tag(sync=True)
    grey = Bytes().tag(sync=True)

    def __init__(self, shape: tuple[int, int], name: str) -> None:
        super().__init__(shape=shape, name=name, grey=bytes(shape[0] * shape[1]))

    def show(self, values: NDArray[np.float32]) -> None:
        """Show numbers in 0..1, 0 black and 1 white, of the image's shape."""
        self.grey = grey_pixels(values).tobytes()


class ConnectionStatus(PageWidget):
    """A line that tells whether the widget's kernel is running, and what to do if it is not.

    Without a kernel it greys out the widget and disables its controls, in the enclosing element
    marked "digit-widgets-live". Each widget of this package has such a line, which therefore also
    brings the style sheet: anywidget adds a class's style sheet to a page once. Once it is shown,
    the page gets what has changed in the widget while the page was loading it.

    Parameters
    ----------
    widget
        The widget whose line it is.
    canvas_id
        The canvas's model, for which it offers a drawing left by another kernel; "" if the widget
        has no canvas.
    """

    _esm = STATIC / "connection_status.js"
    _css = style_sheet()
    canvas_id = Unicode().tag(sync=True)

    def __init__(self, widget: Widget, canvas_id: str = "") -> None:
        self._missed = MissedUpdates(widget)
        # The words must not make the column wider than the parts above them.
        layout = {"width": "0", "min_width": "100%"}
        super().__init__(canvas_id=canvas_id, layout=layout)
        self.on_msg(self._send_missed)

    def _send_missed(self, _: Any, content: Any, __: Any) -> None:
        if isinstance(content, dict) and content.get("shown"):
            self._missed.send()

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> dict[str, Any]:
        """Return this line's state, as for any widget.

        A page that opens asks for the whole state, of all widgets at once: what changes from then
        on is noted.
        """
        if key is None and self.comm is not None:
            self._missed.watch()
        state: dict[str, Any] = super().get_state(key, drop_defaults)
        return state


class AriaLabels(PageWidget):
    """Names for elements in the same box that cannot be named from the kernel.

    Parameters
    ----------
    names
        CSS selectors, with attributes and their values.

    Attributes
    ----------
    titles
        CSS selectors, with tooltips by the D3 data of each element, such as the keys of an axis.
    """

    _esm = STATIC / "aria_labels.js"
    names = Dict().tag(sync=True)
    titles = Dict().tag(sync=True)

    def __init__(self, names: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(names=dict(names))
