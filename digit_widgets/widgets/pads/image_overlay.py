"""Image overlay: an uploaded image that lies over the dimmed drawing and is read instead of it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from ipywidgets import HTML, Button, HBox
from numpy.typing import NDArray
from PIL import Image

from digit_widgets.imaging import load_image, normalize_image
from digit_widgets.imaging.png import grey_png
from digit_widgets.ink import Ink
from digit_widgets.widgets.parts.message import Message

__all__ = ["ImageFile", "ImageOverlay", "ImageSourceLine", "Upload"]

#: Screen pixels to a CSS pixel that a page is sent at most.
_DENSITY = 2
#: Pixels a side up to which an image is shown with its pixels visible.
_COARSE = 64


@dataclass(frozen=True, eq=False)
class Upload:
    """An uploaded image that is read instead of a drawing, until that drawing changes.

    Attributes
    ----------
    name
        The file's name, without its folder.
    ink
        The drawing beside which it was chosen.
    image
        (28, 28) float32 in 0..1: what models see of it.
    url
        What people see of it, no larger than a screen shows it: a PNG as a ``data:`` address.
    is_coarse
        True if it has so few pixels that they should be seen.
    """

    name: str
    ink: Ink
    image: NDArray[np.float32]
    url: str
    is_coarse: bool


@dataclass(frozen=True, eq=False)
class ImageFile:
    """An image file as it was chosen, not looked at yet.

    Attributes
    ----------
    name, ink
        As `Image` has them.
    content
        What is in the file.
    """

    name: str
    ink: Ink
    content: bytes

    def read(self, width: int, height: int) -> Upload:
        """Decode it, for a pad of some width and height in CSS pixels.

        Raises
        ------
        ImageError
            A file that is no image, or none that can be read.
        """
        grey = load_image(self.content, name=self.name)
        image = normalize_image(grey)
        image.flags.writeable = False
        png = b64encode(grey_png(_fit(grey, _DENSITY * width, _DENSITY * height))).decode()
        is_coarse = max(grey.shape) <= _COARSE
        return Upload(self.name, self.ink, image, f"data:image/png;base64,{png}", is_coarse)


class ImageOverlay(HTML):  # type: ignore[misc]
    """Shows an image as large as it fits on a pad, as a layer for `InkCanvas.cover`.

    Parameters
    ----------
    width, height
        Of the pad, in CSS pixels.
    """

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._sides = width, height

    def set_state(self, sync_data: Any) -> None:
        """Leave the state as it is, whatever a page wants it to be."""

    def show(self, upload: Upload) -> None:
        """Show an image instead of what was shown before."""
        width, height = self._sides
        coarse = ' class="coarse"' if upload.is_coarse else ""
        words = escape(f"{upload.name}, which is read instead of the drawing")
        self.value = (
            f'<div class="image" style="aspect-ratio: {width} / {height}">'
            f'<img src="{upload.url}" alt="{words}"{coarse}></div>'
        )

    def hide(self) -> None:
        """Show nothing."""
        self.value = ""


class ImageSourceLine(HBox):  # type: ignore[misc]
    """Says which image is read, and offers a way back to the drawing; hidden if none is.

    Parameters
    ----------
    go_back
        Called when the button is pressed.

    Attributes
    ----------
    button
        The way back.
    """

    def __init__(self, go_back: Callable[[], None]) -> None:
        self._words = Message("status")
        self._words.layout = {"flex": "1 1 150px", "margin": "0"}
        self.button = Button(description="Back to the drawing")
        self.button.on_click(lambda _: go_back())
        layout = {
            # Its words do not make the column wider than the canvas.
            "width": "0",
            "min_width": "100%",
            "flex_flow": "row wrap",
            "align_items": "center",
            "grid_gap": "4px 8px",
            "overflow": "visible",
        }
        super().__init__([self._words, self.button], layout=layout)
        self.add_class("digit-widgets-source")
        self.say("")

    def say(self, name: str) -> None:
        """Name the image that is read; "" if none is."""
        self._words.say(f"Read from {name}. Draw to go on, or reset to clear all." if name else "")
        self.layout.display = "" if name else "none"


def _fit(grey: NDArray[np.float32], width: int, height: int) -> NDArray[np.float32]:
    """Shrink an (H, W) image until it fits into a width and a height, if it does not."""
    rows, columns = grey.shape
    scale = min(width / columns, height / rows)
    if scale >= 1:
        return grey
    sides = max(1, round(columns * scale)), max(1, round(rows * scale))
    small = np.asarray(Image.fromarray(grey).resize(sides, Image.Resampling.BOX), np.float32)
    return small.clip(0, 1)
