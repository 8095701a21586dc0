"""Image overlay: an uploaded image over the dimmed drawing, read instead of it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import numpy as np
from ipywidgets import HTML, Button, HBox
from numpy.typing import NDArray
from PIL import Image

from digit_widgets.imaging import load_scaled_image
from digit_widgets.imaging.png import grey_png
from digit_widgets.ink import Bounds, Ink
from digit_widgets.recognition import GlyphReading
from digit_widgets.widgets.parts.message import Message

__all__ = ["ImageFile", "ImageOverlay", "ImageSourceLine", "Upload"]

#: Most image pixels per CSS pixel that are sent to a page.
_DENSITY = 2
#: Images with sides up to this many pixels are shown with visible pixels.
_COARSE = 64


@dataclass(frozen=True, eq=False)
class Upload:
    """An uploaded image that is read instead of a drawing, until that drawing changes.

    Attributes
    ----------
    name
        The file's name, without its folder.
    ink
        The drawing on the pad when the image was chosen.
    grey
        (H, W) float32 in 0..1: the image that is read, shrunk if the file's is large.
    scale
        The file's pixels per pixel of `grey`, ≥ 1.
    url
        The image for display, no larger than a screen needs: a PNG as a ``data:`` URL.
    is_coarse
        True if the image has so few pixels that they should be visible.
    """

    name: str
    ink: Ink
    grey: NDArray[np.float32]
    scale: float
    url: str
    is_coarse: bool

    def enlarge(self, glyphs: Iterable[GlyphReading]) -> tuple[GlyphReading, ...]:
        """Return glyphs that were found in `grey` with their boxes in the file's pixels."""
        return tuple(
            replace(each, bounds=Bounds(*(self.scale * side for side in each.bounds)))
            for each in glyphs
        )

    def place(self, bounds: Bounds, width: int, height: int) -> Bounds:
        """Return where a box in the file's pixels lies on a pad, in CSS pixels.

        The image is shown as large as fits on the pad's width and height, in its middle.
        """
        rows, columns = (self.scale * side for side in self.grey.shape)
        scale = min(width / columns, height / rows)
        left, top = (width - scale * columns) / 2, (height - scale * rows) / 2
        return Bounds(
            left + scale * bounds.left,
            top + scale * bounds.top,
            left + scale * bounds.right,
            top + scale * bounds.bottom,
        )


@dataclass(frozen=True, eq=False)
class ImageFile:
    """A chosen image file, not decoded yet.

    Attributes
    ----------
    name, ink
        See `Upload`.
    content
        The file's bytes.
    """

    name: str
    ink: Ink
    content: bytes

    def read(self, width: int, height: int) -> Upload:
        """Decode the file, for a pad of some width and height in CSS pixels.

        Raises
        ------
        ImageError
            The file is not an image, or cannot be read.
        """
        grey, scale = load_scaled_image(self.content, name=self.name)
        grey.flags.writeable = False
        png = b64encode(grey_png(_fit(grey, _DENSITY * width, _DENSITY * height))).decode()
        is_coarse = max(grey.shape) <= _COARSE
        url = f"data:image/png;base64,{png}"
        return Upload(self.name, self.ink, grey, scale, url, is_coarse)


class ImageOverlay(HTML):  # type: ignore[misc]
    """Shows an image as large as fits on a pad, as a layer for `InkCanvas.cover`.

    Parameters
    ----------
    width, height
        Size of the pad, in CSS pixels.
    """

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._sides = width, height

    def set_state(self, sync_data: Any) -> None:
        """Ignore state sent by a page."""

    def show(self, upload: Upload) -> None:
        """Show an image instead of the previous one."""
        width, height = self._sides
        coarse = ' class="coarse"' if upload.is_coarse else ""
        words = escape(f"{upload.name}, which is read instead of the drawing")
        self.value = (
            f'<div class="image" style="aspect-ratio: {width} / {height}">'
            f'<img src="{upload.url}" alt="{words}"{coarse}></div>'
        )

    def hide(self) -> None:
        """Hide the image."""
        self.value = ""


class ImageSourceLine(HBox):  # type: ignore[misc]
    """Names the image that is read, with a button back to the drawing; hidden without one.

    Parameters
    ----------
    go_back
        Called when the button is pressed.
    width
        Width of the pad, in CSS pixels; the line is as wide, or as the page if that is narrower.

    Attributes
    ----------
    button
        The button back to the drawing.
    """

    def __init__(self, go_back: Callable[[], None], width: int) -> None:
        self._words = Message("status")
        self._words.layout = {"flex": "1 1 150px", "margin": "0"}
        self.button = Button(description="Back to the drawing")
        self.button.on_click(lambda _: go_back())
        layout = {
            "width": f"{width}px",
            "max_width": "100%",
            "flex_flow": "row wrap",
            "align_items": "center",
            "grid_gap": "4px 8px",
            "overflow": "visible",
        }
        super().__init__([self._words, self.button], layout=layout)
        self.add_class("digit-widgets-source")
        self.say("")

    def say(self, name: str) -> None:
        """Name the image that is read; "" hides the line."""
        self._words.say(
            f"Read from {name}. Draw to go on with the drawing; Reset clears both." if name else ""
        )
        self.layout.display = "" if name else "none"


def _fit(grey: NDArray[np.float32], width: int, height: int) -> NDArray[np.float32]:
    """Shrink an (H, W) image to fit into a width and a height, if it does not fit already."""
    rows, columns = grey.shape
    scale = min(width / columns, height / rows)
    if scale >= 1:
        return grey
    sides = max(1, round(columns * scale)), max(1, round(rows * scale))
    small = np.asarray(Image.fromarray(grey).resize(sides, Image.Resampling.BOX), np.float32)
    return small.clip(0, 1)
