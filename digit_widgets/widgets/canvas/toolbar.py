"""The tool bar under a drawing surface, and the drawing as a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

import numpy as np
from ipywidgets import Box, Widget
from numpy.typing import NDArray

from digit_widgets.imaging import ink_to_png
from digit_widgets.imaging.png import grey_png
from digit_widgets.ink import ink_to_json, ink_to_svg
from digit_widgets.widgets.canvas.ink_canvas import InkCanvas
from digit_widgets.widgets.canvas.messages import TOOLS, parse_file, parse_width
from digit_widgets.widgets.canvas.page_parts import BAR, InkTools, InkWidth

__all__ = ["CanvasToolbar"]

_TYPES = {"png": "image/png", "svg": "image/svg+xml", "json": "application/json"}
_WIDEST = 40.0


class CanvasToolbar(Box):  # type: ignore[misc]
    """Pen, erasers, undo, redo, reset, the tool's width and downloads, for one canvas.

    While the canvas is disabled, only what leaves the drawing as it is works: downloads and copies.

    Parameters
    ----------
    canvas
        The canvas that the tools are for.
    image
        Gives the (28, 28) float32 image in 0..1 that can be copied, or None for none.
    names
        Which of them there are: names of `BAR`, and "width".
    """

    def __init__(
        self,
        canvas: InkCanvas,
        image: Callable[[], NDArray[np.float32] | None],
        names: Collection[str],
    ) -> None:
        self._canvas, self._get_image = canvas, image
        self._bar = InkTools(self._on_page, buttons=tuple(name for name in BAR if name in names))
        self._widest = min(_WIDEST, canvas.width, canvas.height)
        self._width = InkWidth(self._on_page, widest=self._widest)
        self._follow(self._bar, "tool", "can_undo", "can_redo", "disabled")
        self._follow(self._width, "tool", "pen_width", "eraser_width", "disabled")
        fit = {"width": f"{canvas.width}px", "max_width": "100%"}
        super().__init__(layout={**fit, "flex_flow": "row wrap", "overflow": "visible"})
        self.add_class("digit-widgets-toolbar")
        self._shown = [self._bar] if self._bar.buttons else []
        self._last = [self._width] if "width" in names else []
        self.add()

    def add(self, *buttons: Widget) -> None:
        """Have further buttons stand at the end of the bar."""
        for button in buttons:
            button.disabled = self._canvas.disabled
            self._canvas.observe(partial(_disable, button), "disabled")
        self.children = (*self._shown, *buttons, *self._last)
        self.layout.display = "" if self.children else "none"

    def _follow(self, part: Widget, *names: str) -> None:
        """Have a part know what the canvas has of these names."""
        part.surface = self._canvas.model_id
        for name in names:
            setattr(part, name, getattr(self._canvas, name))
        self._canvas.observe(lambda change: setattr(part, change["name"], change["new"]), names)

    def _on_page(self, content: Mapping[str, Any]) -> None:
        """Do what a page asks for; what no page of ours would send is nothing."""
        kind = content["kind"]
        if self._canvas.disabled and kind != "file":
            return
        if kind == "press":
            self._canvas.handle_message(content)
        elif kind == "tool":
            for tool in TOOLS:
                if content.get("tool") == tool:
                    self._canvas.tool = tool
        elif kind == "width" and (width := parse_width(content, self._widest)):
            draws = content.get("tool") == "pen"
            self._canvas.set_trait("pen_width" if draws else "eraser_width", width)
        elif kind == "file" and (wanted := parse_file(content)):
            self._send_file(*wanted)

    def _send_file(self, name: str, view: int) -> None:
        content = {"kind": "file", "view": view, "format": name}
        file = self._file(name)
        self._bar.send({**content, "type": _TYPES.get(name, "image/png")}, buffers=[file])

    def _file(self, name: str) -> bytes:
        ink, sides = self._canvas.ink, (self._canvas.width, self._canvas.height)
        if name == "svg":
            return ink_to_svg(ink, *sides).encode()
        if name == "json":
            return ink_to_json(ink).encode()
        image = self._get_image() if name == "28x28" else None
        return ink_to_png(ink, *sides) if image is None else grey_png(image)


def _disable(button: Widget, change: Any) -> None:
    button.disabled = change["new"]
