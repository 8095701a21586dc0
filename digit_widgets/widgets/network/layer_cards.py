"""Layer cards: a network's layers as a row of HTML, each with its shape and what it gives."""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from digit_widgets.explanation.bundled_layers import Layer
from digit_widgets.imaging.png import grey_png
from digit_widgets.recognition.wording import percent
from digit_widgets.widgets.parts.colors import ACCENT

__all__ = ["draw_row"]

#: Size of a layer's drawing in CSS pixels; most maps drawn per layer; pixels between maps.
_WIDTH, _HEIGHT = 92, 96
_MAPS = 5
_STEP = 5
#: Letters of the longest word that fits into a card, and the places where a longer one may break.
_LONGEST = 15
_CAPITAL = re.compile("(?<=[a-z])(?=[A-Z])")

_CARD = "flex: none; width: 108px; text-align: center; line-height: 1.35; font-size: 12px"
_ARROW = f"flex: none; width: 20px; line-height: {_HEIGHT}px; text-align: center; font-size: 18px"


def draw_row(layers: Sequence[Layer], values: Sequence[NDArray[np.float32] | None]) -> str:
    """Draw a card for each layer, with arrows between them, as HTML.

    Unless the layers form a sequence, they are numbered, and say what they take.

    Parameters
    ----------
    layers
        The input, which takes nothing, and the layers after it.
    values
        What each gives, float32 in its shape; None where it is not known.
    """
    first, *others = layers
    titles = [
        first.title,
        *_number([each.title for each in others], [each.sources for each in others]),
    ]
    total = sum(each.parameters for each in layers)
    cards = [
        _card(title, layer, value, total)
        for title, layer, value in zip(titles, layers, values, strict=True)
    ]
    arrow = f'<span aria-hidden="true" style="{_ARROW}">\N{RIGHTWARDS ARROW}</span>'
    return arrow.join(cards)


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
