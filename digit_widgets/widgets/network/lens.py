"""Lens: how one cell of a feature map comes about, in numbers and colours.

After CNN Explainer (Z. J. Wang et al., "CNN Explainer: Learning Convolutional Neural Networks with
Interactive Visualization", IEEE TVCG 2021).
"""

from __future__ import annotations

import base64
from html import escape

import numpy as np
from numpy.typing import NDArray

from digit_widgets.explanation.convolution_place import ConvolutionPlace
from digit_widgets.imaging.png import grey_png
from digit_widgets.widgets.network.tiles import color_signed

__all__ = ["describe_place", "show_place"]

_Floats = NDArray[np.float32]

#: Sides of the largest filter whose numbers are legible, in weights.
_LEGIBLE = 3
#: Relative luminance from which black has more contrast than white on a colour, and the parts of
#: red, green and blue in it (WCAG 2.2).
_LIGHT = 0.179
_PARTS = np.array([0.2126, 0.7152, 0.0722])


def show_place(place: ConvolutionPlace, taken: _Floats, brightest: float, activation: str) -> str:
    """Return HTML of the input with its window, the window times the filter, and the sum.

    Parameters
    ----------
    place
        The cell.
    taken
        (h, w): the input channel of the place.
    brightest
        What is white in the input: its largest value in any channel.
    activation
        What the layer's activation is called; "" if it has none.
    """
    scale = brightest or 1.0
    window = np.repeat(np.clip(place.window / scale, 0, 1)[..., np.newaxis], 3, axis=2)
    largest = float(np.abs(place.products).max(initial=0))
    products = color_signed(place.products / (largest or 1.0))
    filter_colors = color_signed(place.filter / (float(np.abs(place.filter).max()) or 1.0))
    parts = [
        ("", "input", _show_input(place, np.clip(taken / scale, 0, 1))),
        ("", "window", _show_numbers(place.window, window)),
        ("\N{MULTIPLICATION SIGN}", "filter", _show_numbers(place.filter, filter_colors)),
        ("=", "products", _show_numbers(place.products, products)),
    ]
    drawn = [
        f'<span class="sign">{sign}</span><div>{drawing}<small>{name}</small></div>'
        for sign, name, drawing in parts
    ]
    # Where there is no room for four, two stand above two.
    figures = "".join(f'<div class="pair">{"".join(drawn[n : n + 2])}</div>' for n in (0, 2))
    words = describe_place(place, activation)
    return (
        f'<div class="figures" aria-hidden="true">{figures}</div>'
        f'<div class="words">{escape(words)}</div>'
    )


def describe_place(place: ConvolutionPlace, activation: str) -> str:
    """Say in plain text which cell it is, and what its products add up to."""
    count = place.products.size
    where = f"Map {place.map}, row {place.row}, column {place.column}: "
    if place.n_channels == 1:
        added = f"the {count} products add up to {_format(place.total)}"
    else:
        added = (
            f"the {count} products of channel {place.channel}, which adds most of "
            f"{place.n_channels}, add up to {_format(place.channel_sum)}, those of all to "
            f"{_format(place.total)}"
        )
    steps = f"; with a bias of {_format(place.bias)}, {_format(place.total + place.bias)}"
    after = " and ".join(filter(None, [_NORMALIZED if place.is_normalized else "", activation]))
    return where + added + steps + (f"; after {after}, {_format(place.value)}." if after else ".")


_NORMALIZED = "normalisation"


def _show_input(place: ConvolutionPlace, taken: _Floats) -> str:
    """Draw an input channel with a frame around the window."""
    high, wide = taken.shape
    rows, columns = place.extent
    sides = {
        "left": place.left / wide,
        "top": place.top / high,
        "width": columns / wide,
        "height": rows / high,
    }
    frame = "; ".join(f"{name}: {100 * share:.2f}%" for name, share in sides.items())
    data = base64.b64encode(grey_png(taken)).decode()
    return (
        f'<div class="seen"><img alt="" src="data:image/png;base64,{data}">'
        f'<i style="{frame}"></i></div>'
    )


def _show_numbers(values: _Floats, colors: _Floats) -> str:
    """Draw numbers on their colours, (h, w, 3) in 0..1; of large filters the colours alone."""
    high, wide = values.shape
    legible = max(high, wide) <= _LEGIBLE
    cells = "".join(
        f'<span style="background: rgb({", ".join(f"{255 * part:.0f}" for part in color)})'
        f'{"; color: black" if _find_luminance(color) > _LIGHT else ""}">'
        f"{_format(float(value)) if legible else ''}</span>"
        for value, color in zip(values.ravel(), colors.reshape(-1, 3), strict=True)
    )
    return f'<div class="numbers" style="--columns: {wide}; --rows: {high}">{cells}</div>'


def _find_luminance(color: _Floats) -> float:
    """Return the relative luminance, in 0..1, of red, green and blue in 0..1."""
    linear = np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)
    return float(linear @ _PARTS)


def _format(value: float) -> str:
    """Write a number with at most two decimals, and with a minus that is as wide as a plus."""
    decimals = 2 if abs(value) < 9.995 else 1 if abs(value) < 99.95 else 0
    written = f"{value:.{decimals}f}"
    is_zero = float(written) == 0
    return written.lstrip("-") if is_zero else written.replace("-", "\N{MINUS SIGN}")
