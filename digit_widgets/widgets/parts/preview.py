"""Preview: the network's 28×28 input, enlarged."""

from __future__ import annotations

from typing import Any

import numpy as np
from ipywidgets import Box
from traitlets import Any as AnyTrait
from traitlets import TraitError, observe, validate

from digit_widgets.errors import ArgumentError
from digit_widgets.imaging.normalizer import to_unit_range
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.page_widgets import PixelImage
from digit_widgets.widgets.parts.short_repr import ShortRepr

__all__ = ["DigitPreview"]

_SIDE = 28


class DigitPreview(ShortRepr, Box):  # type: ignore[misc]
    """Shows a (28, 28) image with its pixels visible.

    Parameters
    ----------
    image
        The initial image: (28, 28) numbers in 0..1, ink 1 on 0, or integers in 0..255.
    zoom
        CSS pixels per image pixel, 1 to 20.

    Attributes
    ----------
    image
        (28, 28) float32 in 0..1, stored as a read-only copy; zeros are shown black. May be
        assigned, as any numbers in 0..1 or integers in 0..255.

    Raises
    ------
    ArgumentError
        An unknown keyword, or a zoom that is not a whole number from 1 to 20.
    TraitError
        The image is not such an array.
    """

    image = AnyTrait()

    def __init__(self, image: Any = None, zoom: Any = 4, **kwargs: Any) -> None:
        check_keywords(self, DigitPreview, kwargs)
        is_whole = isinstance(zoom, int | np.integer) and not isinstance(zoom, bool)
        if not is_whole or not 1 <= zoom <= 20:
            raise ArgumentError(f"The zoom is a whole number from 1 to 20, not {zoom!r:.80}.")
        self._pixels = PixelImage((_SIDE, _SIDE), "What the network sees: 28×28 pixels")
        self._pixels.layout.width = self._pixels.layout.height = f"{_SIDE * zoom}px"
        self._pixels.layout.overflow = "visible"  # its border is outside its box
        super().__init__([self._pixels], **kwargs)
        self.layout.overflow = "visible"
        self.layout.flex = "none"  # otherwise long words next to it would squeeze it
        self.image = np.zeros((_SIDE, _SIDE), np.float32) if image is None else image

    def _facts(self) -> dict[str, Any]:
        return {"blank": not self.image.any()}

    @validate("image")
    def _check_image(self, proposal: Any) -> Any:
        given = proposal["value"]
        try:
            image = np.array(to_unit_range(np.asarray(given)), dtype=np.float32)
        except (TypeError, ValueError, OverflowError):
            raise TraitError(
                f"A preview shows (28, 28) numbers in 0..1, not {type(given).__name__}. Ink and "
                "other images become such by normalize."
            ) from None
        if image.shape != (_SIDE, _SIDE) or not bool(((image >= 0) & (image <= 1)).all()):
            raise TraitError(
                f"A preview shows (28, 28) numbers in 0..1; this array is {image.shape}, "
                f"{image.min(initial=0):g} to {image.max(initial=0):g}."
            )
        image.flags.writeable = False
        return image

    @observe("image")
    def _on_image(self, change: Any) -> None:
        self._pixels.show(change["new"])
