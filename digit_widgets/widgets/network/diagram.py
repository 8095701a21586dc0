"""Network diagram: a network's layers, their output shapes and their parameters."""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Sequence
from contextlib import suppress
from html import escape
from typing import Any

import numpy as np
from ipywidgets import HTML
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.explanation.bundled_layers import BundledLayers, Layer
from digit_widgets.imaging.png import grey_png
from digit_widgets.recognition.wording import percent
from digit_widgets.resources import BUNDLED
from digit_widgets.widgets.pads.digit_pad import DigitPad
from digit_widgets.widgets.pads.follower import check_pad
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.colors import ACCENT, TEXT
from digit_widgets.widgets.parts.short_repr import ShortRepr
from digit_widgets.widgets.parts.worker import LatestWorker

__all__ = ["SPELT", "NetworkDiagram"]

#: Size of a layer's drawing in CSS pixels; most maps drawn per layer; pixels between maps.
_WIDTH, _HEIGHT = 92, 96
_MAPS = 5
_STEP = 5
#: Activations whose names are not written as in Keras.
SPELT = {
    "relu": "ReLU",
    "leaky_relu": "leaky ReLU",
    "elu": "ELU",
    "gelu": "GELU",
    "selu": "SELU",
    "silu": "SiLU",
}
#: Letters of the longest word that fits into a card, and the places where a longer one may break.
_LONGEST = 15
_CAPITAL = re.compile("(?<=[a-z])(?=[A-Z])")

_CARD = "flex: none; width: 108px; text-align: center; line-height: 1.35; font-size: 12px"
_FLOW = f"display: flex; align-items: flex-start; width: max-content; color: {TEXT}"
_ARROW = f"flex: none; width: 20px; line-height: {_HEIGHT}px; text-align: center; font-size: 18px"


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
            self._network, shape, self._layers = _read_model(model)
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
        titles = _number(
            [each.title for each in self._layers], [each.sources for each in self._layers]
        )
        layers = [self._input, *self._layers]
        cards = [
            _card(title, layer, value, self._parameters)
            for title, layer, value in zip(["Input", *titles], layers, values, strict=True)
        ]
        arrow = f'<span aria-hidden="true" style="{_ARROW}">\N{RIGHTWARDS ARROW}</span>'
        total = f"{self._parameters:,} parameters"
        self.value = (
            f'<div role="list" aria-label="Layers of {escape(self._network)}, {total}" '
            f'style="{_FLOW}">{arrow.join(cards)}</div>'
            f'<div style="color: {TEXT}">{total} in all</div>'
        )

    def _facts(self) -> dict[str, Any]:
        return {"model": self._network, "parameters": self._parameters}


def _read_model(model: Any) -> tuple[str, tuple[int, ...], list[Layer]]:
    """Return a Keras model's name, the shape of its input, and its layers."""
    try:
        shape = tuple(model.input_shape[1:])
        # A functional model has its input among its layers, a Sequential one has not.
        layers = [each for each in model.layers if type(each).__name__ != "InputLayer"]
        sources = _find_sources(model, layers)
        read = [
            Layer(_title(each), tuple(each.output.shape[1:]), each.count_params(), taken)
            for each, taken in zip(layers, sources, strict=True)
        ]
    except (AttributeError, TypeError, ValueError) as error:
        raise ModelError(
            "A diagram is drawn of 'cnn', 'ann' or 'reader', or of a built Keras model, such as "
            "build_cnn() gives."
        ) from error
    return str(getattr(model, "name", "network")), shape, read


def _title(layer: Any) -> str:
    """Return a layer's class name in Keras, with its main settings."""
    for attribute in ("kernel_size", "pool_size"):
        if sides := getattr(layer, attribute, None):
            return f"{type(layer).__name__} {' × '.join(map(str, sides))}{_activation(layer)}"
    if hasattr(layer, "rate"):
        return f"{type(layer).__name__} {layer.rate:g}"
    return f"{type(layer).__name__}{_activation(layer)}"


def _find_sources(model: Any, layers: list[Any]) -> list[list[int]]:
    """Return the places, from 1, of the layers that each one takes its input from; 0 is the input.

    What is not known, as of an inner model, is taken to come from the layer before.
    """
    places = {id(layer.output): place for place, layer in enumerate(layers, 1)}
    places |= {id(each): 0 for each in getattr(model, "inputs", ())}
    sources = []
    for place, layer in enumerate(layers, 1):
        taken = getattr(layer, "input", None)
        tensors = taken if isinstance(taken, list | tuple) else [taken]
        sources.append([places.get(id(each), place - 1) for each in tensors])
    return sources


def _number(titles: list[str], sources: list[list[int]]) -> list[str]:
    """Put numbers and what each layer takes into the titles, unless the layers form a sequence."""
    if all(each == [place] for place, each in enumerate(sources)):
        return titles
    return [
        f"{place}. {title}" + ("" if taken == [place - 1] else f", of {_name_places(taken)}")
        for place, (title, taken) in enumerate(zip(titles, sources, strict=True), 1)
    ]


def _name_places(places: list[int]) -> str:
    return " and ".join(str(place) if place else "the input" for place in places)


def _activation(layer: Any) -> str:
    name = getattr(getattr(layer, "activation", None), "__name__", "linear")
    return "" if name == "linear" else f", {SPELT.get(name, name)}"


def _card(title: str, layer: Layer, value: NDArray[np.float32] | None, total: int) -> str:
    shape = layer.shape
    drawing = _stack(shape, value) if len(shape) == 3 else _bar(math.prod(shape), value)
    learnt, share = "\N{NO-BREAK SPACE}", 0.0
    if layer.parameters:
        share = layer.parameters / total
        learnt = f"{layer.parameters:,} parameters"
    return (
        f'<div role="listitem" style="{_CARD}">'
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" aria-hidden="true">{drawing}</svg>'
        f"<div><b>{_breakable(title)}</b></div>"
        f"<div>{' × '.join(f'{side:,}' for side in shape)}</div><div>{learnt}</div>"
        f'<div class="share">{_share(share)}</div></div>'
    )


def _share(share: float) -> str:
    """Draw a share of the parameters as a bar, with its percentage; nothing for a share of 0."""
    if not share:
        return ""
    return f'<i style="--share: {share:.3f}"></i><span>{escape(percent(share))}</span>'


def _breakable(title: str) -> str:
    """Escape a title whose long words may break where a capital stands, to fit into its card."""
    words = (escape(word) for word in title.split())
    return " ".join(_CAPITAL.sub("<wbr>", each) if len(each) > _LONGEST else each for each in words)


def _stack(shape: tuple[int, ...], value: NDArray[np.float32] | None) -> str:
    """Draw up to five of a layer's maps, scaled by their size, as a stack: strongest in front."""
    height, _, channels = shape
    side = 10 + 1.9 * min(height, 28)
    count = min(channels, _MAPS)
    whole = side + _STEP * (count - 1)
    left, top = (_WIDTH - whole) / 2, (_HEIGHT - whole) / 2
    images: list[NDArray[np.float32] | None] = [None] * count
    if value is not None:
        strongest = np.argsort(value.max(axis=(0, 1)), kind="stable")[-count:]
        images = [value[..., each] / (float(value.max()) or 1.0) for each in strongest]
    return "".join(
        _rectangle(
            left + _STEP * place, top + _STEP * (count - 1 - place), side, side, images[place]
        )
        for place in range(count)
    )


def _bar(count: int, value: NDArray[np.float32] | None) -> str:
    length = min(20 + 22 * math.log10(max(count, 1)), _HEIGHT - 2)
    units = None if value is None else value[:, np.newaxis] / (float(value.max()) or 1.0)
    return _rectangle((_WIDTH - 12) / 2, (_HEIGHT - length) / 2, 12, length, units)


def _rectangle(
    x: float, y: float, width: float, height: float, image: NDArray[np.float32] | None
) -> str:
    """Draw a rectangle, filled with an image in 0..1 where there is one."""
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    shown, opacity = "", 0.35
    if image is not None:
        data = base64.b64encode(grey_png(np.clip(image, 0, 1))).decode()
        shown, opacity = (
            f'<image {place} preserveAspectRatio="none" style="image-rendering: pixelated" '
            f'href="data:image/png;base64,{data}"/>',
            0.0,
        )
    return (
        f'{shown}<rect {place} rx="2" '
        f'style="fill: {ACCENT}; fill-opacity: {opacity}; stroke: {ACCENT}"/>'
    )
