"""Feature maps: what a network's convolutional layers make of a pad's drawing, and how."""

from __future__ import annotations

from typing import Any

import numpy as np
from ipywidgets import HTML, Box, ToggleButtons
from numpy.typing import NDArray
from traitlets import Bool, observe

from digit_widgets.explanation.bundled_maps import BundledMaps
from digit_widgets.predictors.feature_maps import FeatureExtractor
from digit_widgets.resources import BUNDLED
from digit_widgets.widgets.network.layer_maps import LayerView
from digit_widgets.widgets.pads.digit_pad import DigitPad
from digit_widgets.widgets.pads.follower import PadFollower
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.message import model_problem
from digit_widgets.widgets.parts.page_widgets import TOGGLES, AriaLabels

__all__ = ["FeatureMaps"]

_TRAINED = "The filters as the network has them now."
_UNTRAINED = "The same layers with fresh, random weights: no filter has learnt anything yet."


class FeatureMaps(PadFollower):
    """Shows all maps of all convolutional layers for a pad's drawing, while it is drawn.

    Pointing at a map shows how its cell there comes about: the window on the layer's input, the
    filter, their products and the sum. Maps can be reached with Tab and chosen with the arrow keys,
    which show the highest activation. Maps that hardly respond are small. Two buttons switch
    between the network and the same layers before any training.

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
    trained
        bool: False shows the same layers with fresh weights. May be assigned.
    maps
        Tuple of (channels, h, w) float32, one per layer, for the image shown; () before the
        first, and if the model failed.
    error
        str: the problem, and what to do about it; "" if there is none. Read-only.
    """

    FOLLOWED = ("image",)

    trained = Bool(True)

    def __init__(self, pad: DigitPad, model: Any = "cnn", **kwargs: Any) -> None:
        check_keywords(self, FeatureMaps, kwargs)
        self.maps: tuple[NDArray[np.float32], ...] = ()
        self._model = model
        #: The extractors, by whether they have the trained weights; None if there is none.
        self._extractors: dict[bool, FeatureExtractor | BundledMaps] = {}
        self._layers: list[LayerView] = []
        # Where there is room, the layers stand side by side.
        self._grids = Box(
            layout={"overflow": "visible", "flex_flow": "row wrap", "grid_gap": "0 24px"}
        )
        self._which = ToggleButtons(
            options={"Trained": True, "Untrained": False},
            style={"button_width": "110px"},
            layout={"width": "auto"},
        )
        self._note = HTML(_TRAINED)
        super().__init__(pad, **kwargs)
        try:
            names = self._open(trained=True).names
        except Exception as error:  # noqa: BLE001 - whatever a model's own code raises
            names = ()
            self._fail(model_problem(error))
        self._layers = [LayerView() for _ in names]
        self._grids.children = self._layers
        self._which.observe(lambda change: self.set_trait("trained", change["new"]), "value")
        self.add_class("digit-widgets-features")
        which = [self._which, self._note, AriaLabels(TOGGLES)]
        self._begin(*(which if names else []), self._grids)
        self.wait()

    def _update(self) -> None:
        if not self._layers:
            return
        extractor = self._open(trained=self.trained)
        seen = extractor.see(self._pad.image)
        for number, (view, layer) in enumerate(zip(self._layers, seen, strict=True)):
            view.show(
                number + 1,
                extractor.names[number],
                extractor.convolution(number),
                layer,
                extractor.activations[number],
            )
        self.maps = tuple(layer.maps for layer in seen)
        self._grids.layout.display = ""
        self.set_trait("error", "")

    def _open(self, *, trained: bool) -> FeatureExtractor | BundledMaps:
        """Return what gives the maps, opened once."""
        if trained not in self._extractors:
            is_bundled = isinstance(self._model, str) and self._model in BUNDLED
            make = BundledMaps if is_bundled else FeatureExtractor
            self._extractors[trained] = make(self._model, trained=trained)
        return self._extractors[trained]

    @observe("trained")
    def _on_trained(self, change: Any) -> None:
        self._which.value = change["new"]
        self._note.value = _TRAINED if change["new"] else _UNTRAINED
        self._worker.submit(None)

    def _fail(self, problem: str) -> None:
        # Hide the maps of an older image, which would be taken for this one's.
        self.maps = ()
        self._grids.layout.display = "none"
        super()._fail(problem)

    def _facts(self) -> dict[str, Any]:
        return {"layers": len(self._layers), "maps": [len(maps) for maps in self.maps]}
