"""Network diagram: a network's layers, their output shapes and their parameters."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from html import escape
from typing import Any

import numpy as np
from ipywidgets import HTML
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.explanation.bundled_layers import BundledLayers, Layer
from digit_widgets.resources import BUNDLED
from digit_widgets.widgets.network.layer_cards import draw_row
from digit_widgets.widgets.network.model_layers import read_layers
from digit_widgets.widgets.pads.digit_pad import DigitPad
from digit_widgets.widgets.pads.follower import check_pad
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.colors import TEXT
from digit_widgets.widgets.parts.short_repr import ShortRepr
from digit_widgets.widgets.parts.worker import LatestWorker

__all__ = ["NetworkDiagram"]

_FLOW = f"display: flex; align-items: flex-start; width: max-content; color: {TEXT}"


class NetworkDiagram(ShortRepr, HTML):  # type: ignore[misc]
    """Draws a network's layers from input to output, with their shares of the parameters.

    They stand in one row, which scrolls where it is wider than the page. Images are drawn as stacks
    of maps, vectors as bars whose length grows with the logarithm of their size. Where the layers
    form no sequence, as with a shortcut, they are numbered, and a layer that does not take what the
    one before it gives says which it takes.

    With a pad, a bundled network's layers show what they give for its drawing, while it is drawn:
    of maps the strongest, of a vector all its units from the top, white where they are highest.

    Parameters
    ----------
    model
        "cnn", "ann" or "reader", which need no Keras, or a built ``keras.Model``.
    pad
        A `DigitPad` whose drawing flows through a bundled network; None for none.

    Raises
    ------
    ArgumentError
        An unknown keyword, or a pad that is none.
    ModelError
        The argument is not a model, or is not built, or is a Keras model beside a pad.
    """

    def __init__(self, model: Any, pad: DigitPad | None = None, **kwargs: Any) -> None:
        check_keywords(self, NetworkDiagram, kwargs, {"value": "What it shows follows from model."})
        self._bundled: BundledLayers | None = None
        if isinstance(model, str) and model in BUNDLED:
            self._bundled = BundledLayers(model)
            self._network, self._layers = model, list(self._bundled.layers)
            shape: tuple[int, ...] = (28, 28, 1)
        else:
            self._network, shape, self._layers = read_layers(model)
        if pad is not None and self._bundled is None:
            raise ModelError(
                "A drawing flows through a bundled network: give 'cnn', 'ann' or 'reader' beside "
                "pad=. FeatureMaps(pad, model) shows what a Keras model's layers give."
            )
        self._pad = None if pad is None else check_pad(pad)
        self._parameters = sum(each.parameters for each in self._layers)
        self._input = Layer("Input", shape, 0, [])
        super().__init__(**kwargs)
        # The element of the widget scrolls: its content is written anew for each drawing.
        self.layout.overflow, self.layout.max_width = "auto hidden", "100%"
        self.layout.height = "auto"
        self.tabbable = True
        self.add_class("digit-widgets-diagram")
        self._worker: LatestWorker[NDArray[np.float32]] = LatestWorker(self._flow)
        if self._pad is None:
            self._draw([None] * (len(self._layers) + 1))
        else:
            self._pad.observe(self._on_image, "image")
            self._worker.submit(self._pad.image)
            self.wait()

    def wait(self) -> None:
        """Wait until the pad's newest drawing is shown."""
        self._worker.wait()

    def close(self) -> None:
        """Remove the widget from all pages, and stop following the pad."""
        # ipywidgets also closes widgets whose __init__ has failed.
        if worker := getattr(self, "_worker", None):
            if self._pad is not None:
                with suppress(ValueError):
                    self._pad.unobserve(self._on_image, "image")
            worker.close()
        super().close()

    def _on_image(self, change: Any) -> None:
        self._worker.submit(change["new"])

    def _flow(self, image: NDArray[np.float32]) -> None:
        assert self._bundled is not None
        self._draw([image[..., np.newaxis], *self._bundled.run(image)])

    def _draw(self, values: Sequence[NDArray[np.float32] | None]) -> None:
        """Write all cards, with what the input and each layer give, or without."""
        row = draw_row([self._input, *self._layers], values)
        total = f"{self._parameters:,} parameters"
        self.value = (
            f'<div role="list" aria-label="Layers of {escape(self._network)}, {total}" '
            f'style="{_FLOW}">{row}</div>'
            f'<div style="color: {TEXT}">{total} in all</div>'
        )

    def _facts(self) -> dict[str, Any]:
        return {"model": self._network, "parameters": self._parameters}
