"""The tool bar under a drawing surface, and the drawing as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from ipywidgets import Box
from numpy.typing import NDArray

from digit_widgets.ink import ink_to_json, ink_to_svg
from digit_widgets.vision import ink_to_png
from digit_widgets.vision.png import grey_png
from digit_widgets.widgets._from_page import FORMATS, TOOLS, parsed_width
from digit_widgets.widgets._page import InkTools
from digit_widgets.widgets.canvas import InkCanvas

__all__ = ["PadTools"]

_TYPES = {"png": "image/png", "svg": "image/svg+xml", "json": "application/json"}
_WIDEST = 40.0


class PadTools(Box):  # type: ignore[misc]
    """Pen, erasers, undo, redo, reset, the pen's width and downloads, for one canvas.

    Parameters
    ----------
    canvas
        The canvas that the tools are for.
    picture
        Gives the (28, 28) float32 picture in 0..1 that can be copied, or None for none.
    """

    def __init__(
        self, canvas: InkCanvas, picture: Callable[[], NDArray[np.float32] | None]
    ) -> None:
        self._canvas, self._picture = canvas, picture
        names = ["tool", "pen_width", "can_undo", "can_redo"]
        self._widest = min(_WIDEST, canvas.width, canvas.height)
        self._bar = InkTools(
            self._on_page,
            copies=picture() is not None,
            widest=self._widest,
            **{name: getattr(canvas, name) for name in names},
        )
        canvas.observe(lambda change: setattr(self._bar, change["name"], change["new"]), names)
        super().__init__([self._bar])
        self.layout.overflow = "visible"

    def _on_page(self, content: Mapping[str, Any]) -> None:
        """Do what a page asks for; what no page of ours would send is nothing."""
        kind = content["kind"]
        if kind == "press":
            self._canvas.press(content.get("what"))
        elif kind == "tool":
            for tool in TOOLS:
                if content.get("tool") == tool:
                    self._canvas.tool = tool
        elif kind == "width" and (width := parsed_width(content, self._widest)):
            self._canvas.pen_width = width
        elif kind == "file":
            for name in FORMATS:
                if content.get("format") == name:
                    self._send(name, content.get("view"))

    def _send(self, name: str, view: Any) -> None:
        content = {"kind": "file", "view": view, "format": name}
        file = self._file(name)
        self._bar.send({**content, "type": _TYPES.get(name, "image/png")}, buffers=[file])

    def _file(self, name: str) -> bytes:
        ink, sides = self._canvas.ink, (self._canvas.width, self._canvas.height)
        if name == "svg":
            return ink_to_svg(ink, *sides).encode()
        if name == "json":
            return ink_to_json(ink).encode()
        picture = self._picture() if name == "28x28" else None
        return ink_to_png(ink, *sides) if picture is None else grey_png(picture)
