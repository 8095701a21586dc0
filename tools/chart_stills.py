"""Chart stills: a bqplot figure as an SVG, for pages without widgets."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

import bqplot
import numpy as np

__all__ = ["chart_svg"]

#: Size in CSS pixels of a figure whose layout gives none.
_WIDTH, _HEIGHT = 480.0, 260.0
_TEXT, _LINE = "#212121", "#757575"
_DASHES = {"dashed": "6 4", "dotted": "2 3"}


def chart_svg(figure: bqplot.Figure) -> str:
    """Return a figure's lines, bars, cells, words and axes as SVG; other marks are left out."""
    return _Chart(figure).svg()


class _Chart:
    """One figure, and the mapping of its values to positions in the SVG."""

    def __init__(self, figure: bqplot.Figure) -> None:
        self._figure = figure
        self._width = _pixels(figure.layout.width, _WIDTH)
        self._height = _pixels(figure.layout.height, _HEIGHT)
        margin = figure.fig_margin
        self._left, self._top = float(margin["left"]), float(margin["top"])
        self._right = self._width - margin["right"]
        self._bottom = self._height - margin["bottom"]

    def svg(self) -> str:
        drawn: list[str] = []
        for mark in self._figure.marks:
            if mark.visible:
                drawn += self._mark(mark)
        axes = [part for axis in self._figure.axes for part in self._axis(axis)]
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self._width:g}" '
            f'height="{self._height:g}" viewBox="0 0 {self._width:g} {self._height:g}" '
            'role="img" font-family="sans-serif" font-size="12">'
            f"<title>{escape(self._figure.title or 'A chart')}</title>"
            '<rect width="100%" height="100%" rx="4" fill="#ffffff"/>'
            f"{''.join([*axes, *drawn])}</svg>"
        )

    def _place(self, scale: Any, value: Any, *, upright: bool) -> float:
        """Return the position of a scale's value, from the left or, upright, from the top."""
        low, high = (self._bottom, self._top) if upright else (self._left, self._right)
        if isinstance(scale, bqplot.OrdinalScale):
            domain = [str(each) for each in scale.domain or []]
            if str(value) not in domain:
                return low
            return low + (domain.index(str(value)) + 0.5) / len(domain) * (high - low)
        start, end = float(scale.min or 0.0), float(1.0 if scale.max is None else scale.max)
        return low + (float(value) - start) / ((end - start) or 1.0) * (high - low)

    def _mark(self, mark: Any) -> Iterator[str]:
        if isinstance(mark, bqplot.Lines):
            return self._lines(mark)
        if isinstance(mark, bqplot.Bars):
            return self._bars(mark)
        if isinstance(mark, bqplot.GridHeatMap):
            return self._cells(mark)
        if isinstance(mark, bqplot.Label):
            return self._labels(mark)
        return iter(())

    def _lines(self, mark: bqplot.Lines) -> Iterator[str]:
        rows = np.atleast_2d(np.asarray(mark.y, dtype=float))
        columns = np.broadcast_to(np.asarray(mark.x, dtype=float), rows.shape)
        for number, (xs, ys) in enumerate(zip(columns, rows, strict=True)):
            points = [
                f"{self._place(mark.scales['x'], x, upright=False):.1f},"
                f"{self._place(mark.scales['y'], y, upright=True):.1f}"
                for x, y in zip(xs, ys, strict=True)
                if np.isfinite(y)
            ]
            color = mark.colors[number % len(mark.colors)]
            dash = _DASHES.get(mark.line_style, "")
            yield (
                f'<polyline points="{" ".join(points)}" fill="none" stroke="{color}" '
                f'stroke-width="{mark.stroke_width:g}" stroke-dasharray="{dash}"/>'
            )
            if mark.marker:
                for point in points:
                    x, y = point.split(",")
                    yield f'<circle cx="{x}" cy="{y}" r="3" fill="{color}"/>'

    def _bars(self, mark: bqplot.Bars) -> Iterator[str]:
        rows = np.atleast_2d(np.asarray(mark.y, dtype=float))
        lies = mark.orientation == "horizontal"
        names = [str(each) for each in mark.x]
        along = abs((self._bottom - self._top) if lies else (self._right - self._left))
        thick = along / max(len(names), 1) * (1 - mark.padding) / len(rows)
        for number, row in enumerate(rows):
            for place, (name, value) in enumerate(zip(names, row, strict=True)):
                middle = self._place(mark.scales["x"], name, upright=lies)
                start = middle + thick * (number - len(rows) / 2)
                zero, end = (self._place(mark.scales["y"], v, upright=not lies) for v in (0, value))
                index = place if len(rows) == 1 else number
                yield _rect(
                    (zero, start, end - zero, thick) if lies else (start, end, thick, zero - end),
                    mark.colors[index % len(mark.colors)],
                )

    def _cells(self, mark: bqplot.GridHeatMap) -> Iterator[str]:
        wide = (self._right - self._left) / len(mark.column)
        high = (self._bottom - self._top) / len(mark.row)
        scale = mark.scales["color"]
        shades = np.asarray(mark.color, dtype=float)
        for row, column in np.ndindex(*shades.shape):
            share = (shades[row, column] - scale.min) / (scale.max - scale.min)
            x = self._place(mark.scales["column"], mark.column[column], upright=False)
            y = self._place(mark.scales["row"], mark.row[row], upright=True)
            yield _rect(
                (x - wide / 2, y - high / 2, wide, high), _blend(scale.colors, share), mark.stroke
            )

    def _labels(self, mark: bqplot.Label) -> Iterator[str]:
        for number, (x, y, text) in enumerate(zip(mark.x, mark.y, mark.text, strict=True)):
            color = mark.colors[number % len(mark.colors)]
            yield _text(
                self._place(mark.scales["x"], x, upright=False) + mark.x_offset,
                self._place(mark.scales["y"], y, upright=True) + mark.y_offset + 4,
                str(text),
                mark.align,
                color,
            )

    def _axis(self, axis: bqplot.Axis) -> Iterator[str]:
        upright = axis.side in {"left", "right"} or axis.orientation == "vertical"
        for value in _ticks(axis):
            place = self._place(axis.scale, value, upright=upright)
            words = _written(value, axis.tick_format)
            if upright:
                yield _text(self._left - 6, place + 4, words, "end", _LINE)
            else:
                yield _text(place, self._bottom + 16, words, "middle", _LINE)
        if axis.label and not upright:
            middle = (self._left + self._right) / 2
            yield _text(middle, self._height - 6, axis.label, "middle")
        elif axis.label:
            middle = (self._top + self._bottom) / 2
            turned = _text(0, 0, axis.label, "middle")
            yield f'<g transform="translate(14 {middle:.1f}) rotate(-90)">{turned}</g>'


def _ticks(axis: bqplot.Axis) -> list[Any]:
    if isinstance(axis.scale, bqplot.OrdinalScale):
        return list(axis.scale.domain or [])
    if axis.tick_values is not None and len(axis.tick_values):
        return list(axis.tick_values)
    low, high = axis.scale.min or 0.0, 1.0 if axis.scale.max is None else axis.scale.max
    return [float(each) for each in np.linspace(low, high, 5)]


def _written(value: Any, form: str | None) -> str:
    if isinstance(value, str):
        return value
    return f"{float(value):.0%}" if (form or "").endswith("%") else f"{float(value):.4g}"


def _blend(colors: list[str], share: float) -> str:
    """Return the colour at a share in 0..1 of the way through colours like "#0072b2"."""
    known = np.array([[int(color[i : i + 2], 16) for i in (1, 3, 5)] for color in colors])
    way = np.linspace(0, 1, len(known))
    mixed = [round(float(np.interp(share, way, channel))) for channel in known.T]
    return "#" + "".join(f"{each:02x}" for each in mixed)


def _rect(box: tuple[float, float, float, float], fill: str, stroke: str | None = None) -> str:
    x, y, width, height = box
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}" '
        f'fill="{fill}" stroke="{stroke or "none"}"/>'
    )


def _text(x: float, y: float, text: str, anchor: str, color: str = _TEXT) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{color}">{escape(text)}</text>'
    )


def _pixels(length: str | None, otherwise: float) -> float:
    return float(length[:-2]) if length and length.endswith("px") else otherwise
