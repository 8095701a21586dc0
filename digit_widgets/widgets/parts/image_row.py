"""Image row: 28×28 images side by side, with words under each."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from ipywidgets import HTML, Box, VBox

from digit_widgets.errors import ArgumentError
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.preview import DigitPreview
from digit_widgets.widgets.parts.short_repr import ShortRepr

__all__ = ["ImageRow"]


class ImageRow(ShortRepr, Box):  # type: ignore[misc]
    """Shows images as `DigitPreview` does, side by side, on as many lines as they need.

    Parameters
    ----------
    images
        Images as `DigitPreview` takes them, such as (N, 28, 28) numbers in 0..1.
    captions
        Words under each image, on one line or more; "" for none.
    zoom
        CSS pixels per image pixel, 1 to 20.

    Raises
    ------
    ArgumentError
        An unknown keyword, a wrong zoom, or not as many captions as images.
    TraitError
        An image is not one that `DigitPreview` takes.
    """

    def __init__(
        self, images: Iterable[Any], captions: Iterable[str], zoom: int = 2, **kwargs: Any
    ) -> None:
        check_keywords(self, ImageRow, kwargs)
        images, captions = list(images), list(captions)
        if len(images) != len(captions):
            raise ArgumentError(
                f"Each image has its caption: there are {len(images)} images, and {len(captions)} "
                "captions."
            )
        shown = [
            VBox([DigitPreview(image, zoom=zoom), _words(caption)])
            for image, caption in zip(images, captions, strict=True)
        ]
        super().__init__(shown, **kwargs)
        self.layout.flex_flow, self.layout.grid_gap = "row wrap", "4px 8px"

    def _facts(self) -> dict[str, Any]:
        return {"images": len(self.children)}


def _words(caption: str) -> HTML:
    lines = "<br>".join(escape(line) for line in caption.splitlines())
    return HTML(f"<div style='line-height: 1.3'>{lines}</div>")
