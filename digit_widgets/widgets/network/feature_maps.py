"""Feature maps: the outputs of a network's convolutional layers for a pad's drawing."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
from ipywidgets import HTML, Image, VBox
from numpy.typing import NDArray
from traitlets import Unicode

from digit_widgets.explanation.bundled_maps import BundledMaps
from digit_widgets.imaging.png import grey_png
from digit_widgets.predictors.feature_maps import FeatureExtractor
from digit_widgets.resources import BUNDLED
from digit_widgets.widgets.network.diagram import SPELT
from digit_widgets.widgets.network.tiles import arrange_tiles
from digit_widgets.widgets.pads.digit_pad import DigitPad
from digit_widgets.widgets.pads.follower import PadFollower
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.message import model_problem

__all__ = ["FeatureMaps"]

#: Largest width of a grid, in CSS pixels.
_WIDEST = 440


class FeatureMaps(PadFollower):
    """Shows all maps of all convolutional layers for a pad's drawing, while it is drawn.

    A background thread works on the newest image: a slow model updates less often, but delays
    neither the pen nor the page. A model that cannot be used is reported under the maps.

    Parameters
    ----------
    pad
        The pad to follow; anything else raises ArgumentError. The pad's own model is not used here.
    model
        "cnn" or "reader", which need no Keras, or anything else that `FeatureExtractor` takes: the
        path of a ``.keras`` or ``.h5`` file, a ``keras.Model``, or what `load_predictor` returns
        for one of these. It is fed as on a pad. Loading a file needs Keras:
        ``pip install 'digit-widgets[train]'``.

    Attributes
    ----------
    maps
        Tuple of (channels, h, w) float32, one per layer, for the image shown; () before the
        first, and if the model failed.
    error
        str: the problem, and what to do about it; "" if there is none. Read-only.
    """

    FOLLOWED = ("image",)

    def __init__(self, pad: DigitPad, model: Any = "cnn", **kwargs: Any) -> None:
        check_keywords(self, FeatureMaps, kwargs)
        self.maps: tuple[NDArray[np.float32], ...] = ()
        self._extractor: FeatureExtractor | BundledMaps | None = None
        super().__init__(pad, **kwargs)
        self._grids = VBox(layout={"overflow": "visible"})
        try:
            self._extractor = _open(model)
        except Exception as error:  # noqa: BLE001 - whatever a model's own code raises
            self._fail(model_problem(error))
        names = self._extractor.names if self._extractor else ()
        self._layers = [_LayerMaps() for _ in names]
        self._grids.children = self._layers
        self.add_class("digit-widgets-features")
        self._begin(self._grids)
        self.wait()

    def _update(self) -> None:
        if self._extractor is None:
            return
        maps = self._extractor.maps(self._pad.image)
        for number, layer_maps in enumerate(maps):
            heading = _make_heading(
                number + 1,
                self._extractor.names[number],
                layer_maps,
                self._extractor.activations[number],
            )
            self._layers[number].show(heading, layer_maps)
        self.maps = tuple(maps)
        self._grids.layout.display = ""
        self.set_trait("error", "")

    def _fail(self, problem: str) -> None:
        # Hide the maps of an older image, which would be taken for this one's.
        self.maps = ()
        self._grids.layout.display = "none"
        super()._fail(problem)

    def _facts(self) -> dict[str, Any]:
        return {"layers": len(self._layers), "maps": [len(maps) for maps in self.maps]}


def _open(model: Any) -> FeatureExtractor | BundledMaps:
    is_bundled = isinstance(model, str) and model in BUNDLED
    return BundledMaps(model) if is_bundled else FeatureExtractor(model)


class _MapImage(Image):  # type: ignore[misc]
    """An image with a tooltip; without a `description`, front ends fail to show either."""

    description = Unicode("").tag(sync=True)


class _LayerMaps(VBox):  # type: ignore[misc]
    """One layer: a heading, all its maps in one image, and a legend of the brightness."""

    def __init__(self) -> None:
        self._heading = HTML()
        self._scale = HTML()
        self._image = _MapImage(format="png", layout={"max_width": "100%", "height": "auto"})
        self._image.add_class("digit-widgets-preview")
        super().__init__([self._heading, self._image, self._scale])
        self.layout.overflow = "visible"
        self.layout.margin = "0 0 12px 0"

    def show(self, heading: str, maps: NDArray[np.float32]) -> None:
        brightest = max(float(maps.max(initial=0)), 0.0)
        grid = _make_grid(maps, brightest)
        width = grid.shape[1]
        self._image.layout.width = f"{width * max(1, _WIDEST // width)}px"
        # The front end makes the tooltip the image's title, which screen readers read out.
        self._image.tooltip = f"{heading}. {_find_strongest(maps)}"
        self._image.value = grey_png(grid)
        self._heading.value = f"<b>{escape(heading)}</b>"
        self._scale.value = _scale(brightest)


def _make_grid(maps: NDArray[np.float32], brightest: float) -> NDArray[np.float32]:
    """Arrange maps in about as many rows as columns, map 0 at the top left."""
    channels = len(maps)
    columns = min(channels, 2 ** int(np.ceil(np.log2(channels) / 2)))
    return arrange_tiles(np.clip(maps / (brightest or 1.0), 0, 1), columns)


def _make_heading(number: int, name: str, maps: NDArray[np.float32], activation: str) -> str:
    channels, height, width = maps.shape
    count = "1 map" if channels == 1 else f"{channels} maps"
    after = "" if activation == "linear" else f", after {SPELT.get(activation, activation)}"
    called = f"Convolutional layer {number}" + (f" ({name})" if name else "")
    return f"{called}: {count} of {height} × {width}{after}"


def _find_strongest(maps: NDArray[np.float32]) -> str:
    # Not the mean: a bias alone makes a whole map grey.
    peaks = maps.max(axis=(1, 2))
    if not peaks.max() > 0:
        return "No map responds"
    return f"Map {int(peaks.argmax())}, counted from 0 row by row, responds most strongly"


def _scale(brightest: float) -> str:
    """Return a sentence on the meaning of black and white."""
    if not brightest:
        return "All black: no map responds to this image."
    return (
        f"Black is 0 or less; white is {brightest:.2g}, this layer's strongest response to this "
        "image."
    )
