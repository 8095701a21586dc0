"""Layer maps: all maps of a convolutional layer, and how the cell under the pointer comes about."""

from __future__ import annotations

import threading
from html import escape
from typing import Any

import numpy as np
from ipywidgets import HTML, Box, Image, VBox
from numpy.typing import NDArray
from traitlets import Int, Tuple, Unicode

from digit_widgets.explanation.convolution_place import explain_place, find_peak
from digit_widgets.imaging.png import grey_png
from digit_widgets.predictors.convolution import Convolution, LayerMaps
from digit_widgets.widgets.network.lens import describe_place, show_place
from digit_widgets.widgets.network.model_layers import SPELT
from digit_widgets.widgets.network.tiles import arrange_tiles, shrink_tiles
from digit_widgets.widgets.parts.page_widgets import STATIC, PageWidget

__all__ = ["LayerView"]

#: Largest width of a grid, in CSS pixels.
_WIDEST = 440
#: A map whose highest activation is a smaller share of the layer's is silent: it looks black.
_SILENT = 0.05


class _MapImage(Image):  # type: ignore[misc]
    """An image with a tooltip; without a `description`, front ends fail to show either."""

    description = Unicode("").tag(sync=True)


class _MapPointer(PageWidget):
    """What lies on a grid of maps: it takes pointer and keys, and marks the chosen cell."""

    _esm = STATIC / "map_pointer.js"
    name = Unicode().tag(sync=True)
    words = Unicode().tag(sync=True)
    columns = Int(1).tag(sync=True)
    #: Number of maps, and rows and columns of each.
    shape = Tuple((1, 1, 1)).tag(sync=True)
    #: Map, row and column.
    marked = Tuple((0, 0, 0)).tag(sync=True)


class LayerView(VBox):  # type: ignore[misc]
    """One layer: a heading, the lens, all its maps in one image, and what their brightness means.

    Pointing at a map, or a tap, chooses a cell. With the keyboard, arrows choose a map, and its
    highest activation is shown, as is that of the strongest map before anything is chosen.
    """

    def __init__(self) -> None:
        self._heading, self._lens, self._scale = HTML(), HTML(), HTML()
        self._lens.add_class("digit-widgets-lens")
        self._image = _MapImage(format="png", layout={"width": "100%", "height": "auto"})
        self._image.add_class("digit-widgets-preview")
        self._pointer = _MapPointer()
        self._pointer.on_msg(self._on_message)
        visible = {"overflow": "visible"}
        self._grid = Box(
            [self._image, self._pointer], layout={**visible, "max_width": "100%", "flex": "none"}
        )
        self._grid.add_class("digit-widgets-maps")
        #: The chosen map, and its row and column unless they are those of its peak.
        self._chosen: tuple[int, tuple[int, int] | None] | None = None
        self._seen: tuple[Convolution, LayerMaps, str] | None = None
        self._lock = threading.Lock()
        # The lens stands beside the maps where there is room for both, else above them.
        beside = Box([self._lens, self._grid], layout={**visible, "flex": "none"})
        beside.add_class("digit-widgets-layer-maps")
        super().__init__([self._heading, beside, self._scale])
        self.layout.overflow, self.layout.flex = "visible", "1 1 440px"
        self.layout.min_width = "0"
        self.layout.margin = "0 0 12px 0"

    def show(
        self, number: int, name: str, convolution: Convolution, layer: LayerMaps, activation: str
    ) -> None:
        """Show what a layer gives; its number counts from 1, its activation is named by Keras."""
        maps = layer.maps
        brightest = max(float(maps.max(initial=0)), 0.0)
        peaks = maps.max(axis=(1, 2))
        silent = (peaks <= _SILENT * brightest) & (brightest > 0)
        columns = min(len(maps), 2 ** int(np.ceil(np.log2(len(maps)) / 2)))
        tiles = shrink_tiles(np.clip(maps / (brightest or 1.0), 0, 1), silent)
        grid = arrange_tiles(tiles, columns)
        width = grid.shape[1]
        self._grid.layout.width = f"{width * max(1, _WIDEST // width)}px"
        called = "" if activation == "linear" else SPELT.get(activation, activation)
        heading = _make_heading(number, name, maps, called)
        # The front end makes the tooltip the image's title, which screen readers read out.
        self._image.tooltip = f"{heading}. {_find_strongest(peaks)}"
        self._image.value = grey_png(grid)
        self._heading.value = f"<b>{escape(heading)}</b>"
        self._scale.value = _scale(brightest, int(silent.sum()))
        with self._lock:
            self._seen = convolution, layer, called
            with self._pointer.hold_sync():
                self._pointer.name = f"Maps of layer {number}: arrow keys choose one"
                self._pointer.columns, self._pointer.shape = columns, maps.shape
            self._show_place()

    def _on_message(self, _: Any, content: Any, __: Any) -> None:
        place = content.get("place") if isinstance(content, dict) else None
        if not isinstance(place, list) or not all(type(each) is int for each in place):
            return
        with self._lock:
            shape = self._seen[1].maps.shape if self._seen else ()
            is_inside = all(0 <= each < side for each, side in zip(place, shape, strict=False))
            if shape and len(place) in (1, 3) and is_inside:
                self._chosen = place[0], ((place[1], place[2]) if place[1:] else None)
                self._show_place()

    def _show_place(self) -> None:
        """Show how the chosen cell comes about; the lock is held."""
        assert self._seen
        convolution, layer, activation = self._seen
        number, cell = self._chosen or (int(layer.maps.max(axis=(1, 2)).argmax()), None)
        row, column = cell or find_peak(layer.maps[number])
        place = explain_place(convolution, layer, number, row, column)
        taken = layer.inputs[place.channel]
        brightest = float(layer.inputs.max(initial=0))
        self._lens.value = show_place(place, taken, brightest, activation)
        with self._pointer.hold_sync():
            self._pointer.marked = number, row, column
            self._pointer.words = describe_place(place, activation)


def _make_heading(number: int, name: str, maps: NDArray[np.float32], activation: str) -> str:
    channels, height, width = maps.shape
    count = "1 map" if channels == 1 else f"{channels} maps"
    after = f", after {activation}" if activation else ""
    called = f"Convolutional layer {number}" + (f" ({name})" if name else "")
    return f"{called}: {count} of {height} × {width}{after}"


def _find_strongest(peaks: NDArray[np.float32]) -> str:
    # Not the mean: a bias alone makes a whole map grey.
    if not peaks.max() > 0:
        return "No map responds"
    return f"Map {int(peaks.argmax())}, counted from 0 row by row, responds most strongly"


def _scale(brightest: float, n_silent: int) -> str:
    """Return a sentence on the meaning of black and white, and of small maps."""
    if not brightest:
        return "All black: no map responds to this image."
    small = f" Small: silent, below {_SILENT:.0%} of that ({n_silent})." if n_silent else ""
    return (
        f"Black is 0 or less; white is {brightest:.2g}, this layer's strongest response to this "
        f"image.{small}"
    )
