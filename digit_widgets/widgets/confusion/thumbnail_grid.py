"""Thumbnail grid: a page of small images with captions, each a button, walked with arrow keys."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from ipywidgets import HTML, Box, Button, ButtonStyle, Layout
from numpy.typing import NDArray

from digit_widgets.imaging.png import grey_png
from digit_widgets.widgets.parts.axis_labels import shorten_label
from digit_widgets.widgets.parts.page_widgets import STATIC, PageWidget

__all__ = ["PLACES", "ThumbnailGrid", "fit_label"]

#: Most images, an image's side in CSS pixels (a multiple of 28, for even pixels), and the size of
#: captions.
PLACES = 40
_SIDE = 56
_LETTERS = 12


class _GridKeys(PageWidget):
    """Lets arrow keys walk through the buttons of the box that it stands in, and press them."""

    _esm = STATIC / "grid_keys.js"


class ThumbnailGrid(Box):  # type: ignore[misc]
    """Images side by side; arrow keys walk, Home and End go to the first and the last.

    The buttons are created and shown once: all images are a single one, each button shows a piece
    of it, and unused buttons are hidden. Other images thus need one style rule, not forty views.

    Parameters
    ----------
    on_press
        Called with the place of a button that is pressed, from 0.
    """

    def __init__(self, on_press: Callable[[int], None]) -> None:
        self._rules = HTML()
        self._rules.add_class("digit-widgets-sheet")
        # Below the image there is room for its caption.
        layout = Layout(width=f"{_SIDE}px", height=f"{_SIDE}px", padding="0", margin="2px 2px 32px")
        style = ButtonStyle()
        self._thumbs = [Button(layout=layout, style=style) for _ in range(PLACES)]
        for place, thumb in enumerate(self._thumbs):
            thumb.add_class("digit-widgets-thumb")
            thumb.on_click(lambda _, place=place: on_press(place))
        grid = Box(self._thumbs, layout={"flex_flow": "row wrap", "overflow": "visible"})
        grid.add_class(f"digit-widgets-sprite-{grid.model_id}")
        self._scope = f".digit-widgets-sprite-{grid.model_id} > .digit-widgets-thumb"
        super().__init__(
            [self._rules, grid, _GridKeys()], layout={"overflow": "visible", "min_width": "0"}
        )

    def show(self, images: NDArray[np.float32], captions: Sequence[Sequence[str]]) -> None:
        """Show images, (N, 28, 28) float32 in 0..1 of N ≤ `PLACES`, with the lines below each."""
        hidden = f"{self._scope}:nth-child(n + {len(images) + 1}) {{ display: none; }}"
        if not len(images):
            self._rules.value = f"<style>{hidden}</style>"
            return
        data = base64.b64encode(grey_png(images.reshape(-1, images.shape[2]))).decode()
        rules = [
            hidden,
            f"{self._scope} {{ background-image: url(data:image/png;base64,{data}); }}",
        ]
        for place, lines in enumerate(captions):
            piece = f"{self._scope}:nth-child({place + 1})"
            caption = "\\A ".join(map(_quote, lines))
            rules.append(f"{piece} {{ background-position: 0 {-place * _SIDE}px; }}")
            rules.append(f"{piece}::after {{ content: \"{caption}\" / ''; }}")
        self._rules.value = f"<style>{''.join(rules)}</style>"

    def mark(self, chosen: int | None) -> None:
        """Highlight the image at a place, or none."""
        for place, thumb in enumerate(self._thumbs):
            (thumb.add_class if place == chosen else thumb.remove_class)("digit-widgets-chosen")

    def describe(self, descriptions: Iterable[str]) -> None:
        """Give the images shown their names, in plain text.

        These are many messages: what is to be seen at once comes before.
        """
        for thumb, description in zip(self._thumbs, descriptions, strict=False):
            thumb.tooltip = description


def fit_label(label: str) -> str:
    """Shorten a label so that two of them fit below an image, with an arrow between them."""
    return shorten_label(label, _LETTERS, _SIDE // 3)


def _quote(words: str) -> str:
    """Escape words for a CSS string inside a style element, whatever the labels are."""
    return "".join(each if each.isalnum() or each == " " else f"\\{ord(each):x} " for each in words)
