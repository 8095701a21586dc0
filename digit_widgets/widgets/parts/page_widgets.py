"""Widgets that are a script in the page, shared by several others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from anywidget import AnyWidget
from numpy.typing import NDArray
from traitlets import Bytes, Dict, Tuple, Unicode

from digit_widgets.imaging.png import grey_pixels

__all__ = ["AriaLabels", "ConnectionStatus", "PageWidget", "PixelImage", "join_scripts"]

_SCRIPTS = Path(__file__).parents[1] / "static"


def join_scripts(*names: str) -> str:
    """Join scripts into the one module that the page takes."""
    return "\n".join((_SCRIPTS / name).read_text(encoding="utf-8") for name in names)


class PageWidget(AnyWidget):  # type: ignore[misc]
    """A widget whose page sends messages, and sets nothing of its state.

    Parameters
    ----------
    handle_message
        Called with each message that is a mapping with text for "kind".

    Attributes
    ----------
    surface
        str: the same for all parts of a pad, and for no other's.
    """

    surface = Unicode().tag(sync=True)

    def __init__(self, handle_message: Callable[[Mapping[str, Any]], None], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._handle_message = handle_message
        self.on_msg(self._on_page)

    def set_state(self, sync_data: Any) -> None:
        """Leave the state as it is, whatever a page wants it to be."""

    def _on_page(self, _: Any, content: Any, __: Any) -> None:
        if isinstance(content, Mapping) and isinstance(content.get("kind"), str):
            self._handle_message(content)


class PixelImage(PageWidget):
    """An image of a few grey pixels, that changes often.

    Parameters
    ----------
    shape
        Height and width, in pixels.
    name
        What screen readers and the tooltip say.
    """

    _esm = join_scripts("connection.js", "pixels.js")
    shape = Tuple().tag(sync=True)
    name = Unicode().tag(sync=True)
    grey = Bytes().tag(sync=True)

    def __init__(self, shape: tuple[int, int], name: str) -> None:
        super().__init__(lambda _: None, shape=shape, name=name, grey=bytes(shape[0] * shape[1]))

    def show(self, values: NDArray[np.float32]) -> None:
        """Show numbers in 0..1, 0 black and 1 white, in its shape."""
        self.grey = grey_pixels(values).tobytes()


class ConnectionStatus(PageWidget):
    """The line of a widget that says whether its kernel is there, and what to do if it is not.

    It greys what the widget shows, and rests what needs a kernel, in all that stands with it in
    the widget marked "digit-widgets-live". With a surface it also offers a drawing that was drawn
    before another kernel was gone.
    """

    _esm = join_scripts("connection.js", "life.js")

    def __init__(self, surface: str = "") -> None:
        # Its words do not make the column wider than what stands over them.
        layout = {"width": "0", "min_width": "100%"}
        super().__init__(lambda _: None, surface=surface, layout=layout)


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

    _esm = join_scripts("connection.js", "names.js")
    names = Dict().tag(sync=True)
    titles = Dict().tag(sync=True)

    def __init__(self, names: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__(lambda _: None, names=dict(names))
