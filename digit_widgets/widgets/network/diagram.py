"""Network diagram: a network's layers, their output shapes and their parameters."""

from __future__ import annotations

import math
import re
from html import escape
from typing import Any

from ipywidgets import HTML

from digit_widgets.errors import ModelError
from digit_widgets.widgets.parts.arguments import check_keywords
from digit_widgets.widgets.parts.colors import ACCENT, TEXT
from digit_widgets.widgets.parts.short_repr import ShortRepr

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

_CARD = "flex: none; width: 104px; text-align: center; line-height: 1.35; font-size: 12px"
_FLOW = f"display: flex; flex-flow: row wrap; align-items: flex-start; gap: 8px 4px; color: {TEXT}"


class NetworkDiagram(ShortRepr, HTML):  # type: ignore[misc]
    """Draws a network's layers from input to output, with their numbers of parameters.

    Images are drawn as stacks of maps, vectors as bars whose length grows with the logarithm of
    their size. Where the layers form no sequence, as with a shortcut, they are numbered, and a
    layer that does not take what the one before it gives says which it takes. The diagram is
    static, and wraps on a narrow page.

    Parameters
    ----------
    model
        A built ``keras.Model``.

    Raises
    ------
    ArgumentError
        An unknown keyword.
    ModelError
        The argument is not a model, or is not built.
    """

    def __init__(self, model: Any, **kwargs: Any) -> None:
        check_keywords(self, NetworkDiagram, kwargs, {"value": "What it shows follows from model."})
        try:
            shape = tuple(model.input_shape[1:])
            # A functional model has its input among its layers, a Sequential one has not.
            layers = [each for each in model.layers if type(each).__name__ != "InputLayer"]
            titles = _number([_title(layer) for layer in layers], _find_sources(model, layers))
            facts = [(tuple(each.output.shape[1:]), each.count_params()) for each in layers]
            total = model.count_params()
        except (AttributeError, TypeError, ValueError) as error:
            raise ModelError(
                "A diagram is drawn of a built Keras model, such as build_cnn() gives."
            ) from error
        cards = [_card("Input", shape, 0)]
        cards += [_card(title, *fact) for title, fact in zip(titles, facts, strict=True)]
        self._network, self._parameters = str(getattr(model, "name", "network")), total
        name = escape(self._network)
        super().__init__(
            f'<div role="list" aria-label="Layers of {name}, {total:,} parameters" '
            f'style="{_FLOW}">{"".join(cards)}</div>'
            f'<div style="color: {TEXT}">{total:,} parameters in all</div>',
            **kwargs,
        )

    def _facts(self) -> dict[str, Any]:
        return {"model": self._network, "parameters": self._parameters}


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


def _card(title: str, shape: tuple[int, ...], parameters: int) -> str:
    drawing = _stack(shape) if len(shape) == 3 else _bar(math.prod(shape))
    learnt = f"{parameters:,} parameters" if parameters else "\N{NO-BREAK SPACE}"
    return (
        f'<div role="listitem" style="{_CARD}">'
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" aria-hidden="true">{drawing}</svg>'
        f"<div><b>{_breakable(title)}</b></div>"
        f"<div>{' × '.join(f'{side:,}' for side in shape)}</div><div>{learnt}</div></div>"
    )


def _breakable(title: str) -> str:
    """Escape a title whose long words may break where a capital stands, to fit into its card."""
    words = (escape(word) for word in title.split())
    return " ".join(_CAPITAL.sub("<wbr>", each) if len(each) > _LONGEST else each for each in words)


def _stack(shape: tuple[int, ...]) -> str:
    """Draw up to five of a layer's maps as a stack, scaled by their size."""
    height, _, channels = shape
    side = 10 + 1.9 * min(height, 28)
    count = min(channels, _MAPS)
    whole = side + _STEP * (count - 1)
    left, top = (_WIDTH - whole) / 2, (_HEIGHT - whole) / 2
    return "".join(
        _rectangle(left + _STEP * place, top + _STEP * (count - 1 - place), side, side)
        for place in range(count)
    )


def _bar(count: int) -> str:
    length = min(20 + 22 * math.log10(max(count, 1)), _HEIGHT - 2)
    return _rectangle((_WIDTH - 12) / 2, (_HEIGHT - length) / 2, 12, length)


def _rectangle(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2" '
        f'style="fill: {ACCENT}; fill-opacity: 0.35; stroke: {ACCENT}"/>'
    )
