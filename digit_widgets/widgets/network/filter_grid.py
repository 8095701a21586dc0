"""Filter grid: the weights of a convolutional layer's filters, as small images in colour."""

from __future__ import annotations

from typing import Any

import numpy as np
from ipywidgets import Image
from numpy.typing import ArrayLike
from traitlets import Unicode

from digit_widgets.errors import ArgumentError
from digit_widgets.imaging.png import color_png
from digit_widgets.widgets.network.tiles import arrange_tiles, color_signed
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.short_repr import ShortRepr

__all__ = ["FilterGrid"]

#: Filters in a row, and CSS pixels per weight.
_COLUMNS, _ZOOM = 8, 14


class FilterGrid(ShortRepr, Image):  # type: ignore[misc]
    """Shows filters as images: blue weights are positive, orange ones negative, black ones 0.

    The largest weight of each filter, up or down, has full colour. Filters are in the order of the
    layer's maps, row by row from the top left.

    Parameters
    ----------
    filters
        (N, h, w) weights, N ≥ 1, such as a row of `FeatureExtractor.filters`.

    Raises
    ------
    ArgumentError
        An unknown keyword, or weights of another shape.
    """

    description = Unicode("").tag(sync=True)  # without it, front ends fail to show the tooltip

    def __init__(self, filters: ArrayLike, **kwargs: Any) -> None:
        check_keywords(self, FilterGrid, kwargs)
        weights = np.asarray(filters, np.float32)
        if weights.ndim != 3 or not weights.size:
            raise ArgumentError(f"Filters are (N, h, w) weights; these are {weights.shape}.")
        self._count, high, wide = weights.shape
        largest = np.abs(weights).max(axis=(1, 2), keepdims=True)
        strengths = weights / np.maximum(largest, np.finfo(np.float32).tiny)
        colored = color_signed(strengths.astype(np.float32))
        colors = arrange_tiles(colored, min(self._count, _COLUMNS))
        super().__init__(value=color_png(colors), format="png", **kwargs)
        self.layout.width, self.layout.max_width = (
            f"{colors.shape[1] * _ZOOM}px",
            "calc(100% - 8px)",
        )
        self.layout.object_fit = "contain"
        # The front end makes the tooltip the image's title, which screen readers read out.
        self.tooltip = (
            f"{self._count} filters of {high} × {wide} weights, blue where positive, orange where "
            "negative"
        )
        self.add_class("digit-widgets-preview")

    def _facts(self) -> dict[str, Any]:
        return {"filters": self._count}
