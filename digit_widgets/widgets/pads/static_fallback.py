"""Static fallback: a pad as one SVG image, and what it is, for places where widgets cannot run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from typing import Any

from ipywidgets import DOMWidget
from traitlets import Dict

from digit_widgets.ink import Bounds, Ink, ink_to_json, ink_to_svg
from digit_widgets.widgets.canvas.canvas_model import LARGEST_BACKUP
from digit_widgets.widgets.pads.saved_pad import PAD_TYPE

__all__ = ["Bar", "Box", "StaticFallback", "render_fallback"]

#: Pixels: margin around everything, width next to the pad, and length of a bar of 100 %.
_EDGE, _BESIDE, _FULL = 12.0, 290.0, 110.0
#: Height of a row of bars, and of a line of words.
_ROW, _LINE = 20.0, 22.0
#: Colours, with a background of its own that suits light and dark themes.
_GROUND, _TEXT, _FAINT, _BAR, _LEADER = "#ffffff", "#212121", "#555555", "#8a8a8a", "#0072b2"
_BOX, _REJECTED = "#56b4e9", "#e69f00"
#: Most characters of a name in front of a bar, and of a line of words.
_NAME, _WORDS = 9, 40


class StaticFallback(DOMWidget):  # type: ignore[misc]
    """A widget that says more of itself, for places where widgets cannot run.

    Its Jupyter output has an SVG of its state when its cell is run, and a description that lets a
    page make it live again. Its own state has the description, too: within a box, the widget has no
    output, and a notebook's saved state is all there is of it. Front ends with widgets use none.
    A subclass calls `_save_description` whenever what `_describe_pad` returns may have changed.
    """

    ink: Ink

    #: As `_describe_pad` returns it, without the drawing, which is in the canvas's state.
    _saved_pad = Dict(None, allow_none=True, read_only=True).tag(sync=True)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs) or {}
        # A notebook must not grow by megabytes; without an SVG there is still the widget.
        if self.ink.n_points <= LARGEST_BACKUP:
            with suppress(Exception):
                bundle["image/svg+xml"] = self._render_fallback()
            with suppress(Exception):
                if (described := self._describe_pad()) is not None:
                    # As text: a notebook's file would give each number of an object a line.
                    bundle[PAD_TYPE] = {**described, "ink": ink_to_json(self.ink)}
        return bundle

    def _save_description(self) -> None:
        """Put the description into the state that notebooks save; the same again is not sent."""
        with suppress(Exception):
            self.set_trait("_saved_pad", self._describe_pad())

    def _render_fallback(self) -> str:
        """Return an SVG of the drawing and its prediction."""
        raise NotImplementedError

    def _describe_pad(self) -> dict[str, Any] | None:
        """Return what a page needs to show it, as `describe_pad` does; None if no page can."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: a probability in 0..1 with its label and words; `leads` for the answer."""

    name: str
    share: float
    words: str
    leads: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A box around a glyph, with its label; `rejected` for a rejected glyph."""

    bounds: Bounds
    label: str
    rejected: bool


def render_fallback(
    ink: Ink,
    size: tuple[float, float],
    *,
    label: str,
    words: Sequence[str] = (),
    bars: Sequence[Bar] = (),
    boxes: Sequence[Box] = (),
    image: str = "",
) -> str:
    """Return a standalone SVG of a drawing with its prediction.

    Parameters
    ----------
    ink
        The drawing.
    size
        Width and height of the surface in CSS pixels.
    label
        The answer, in large letters, in one or more lines; "" for none.
    words
        Lines below the answer, each broken after its semicolons.
    bars, boxes
        Bars next to the drawing, and boxes around its parts.
    image
        A ``data:`` URL of the image that was predicted instead of the drawing, shown in its place
        as large as fits.
    """
    width, height = size
    parts = [_pad(ink, size, boxes, image)]
    left, y = _EDGE + width + 16, _EDGE
    for line in label.splitlines():
        y += 46
        parts.append(_text(left, y, _cut(line), size=44, weight=600))
    for line in (line for each in words for line in each.split("; ")):
        y += _LINE
        parts.append(_text(left, y, _cut(line), color=_FAINT if label else _TEXT))
    y += _LINE / 2
    for bar in bars:
        parts += _bar(bar, left, y)
        y += _ROW
    whole = width + 2 * _EDGE + 16 + _BESIDE, max(height + 2 * _EDGE, y + _EDGE)
    said = escape("; ".join(filter(None, ["A drawing", label, *words])))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole[0]:g}" height="{whole[1]:g}" '
            f'viewBox="0 0 {whole[0]:g} {whole[1]:g}" role="img" '
            'font-family="sans-serif" font-size="14">',
            f"<title>{_printable(said)}</title>",
            f'<rect width="100%" height="100%" rx="4" fill="{_GROUND}"/>',
            *parts,
            "</svg>",
            "",
        ]
    )


def _pad(
    ink: Ink,
    size: tuple[float, float],
    boxes: Iterable[Box],
    image: str,
) -> str:
    width, height = size
    if image:
        drawn = (
            f'<rect width="{width:g}" height="{height:g}" fill="black"/>'
            f'<image width="{width:g}" height="{height:g}" href="{image}"/>'
        )
    else:
        drawn = ink_to_svg(ink, width, height)
    marks = "".join(_box(box) for box in boxes)
    return f'<g transform="translate({_EDGE:g} {_EDGE:g})">{drawn}{marks}</g>'


def _box(box: Box) -> str:
    bounds, color = box.bounds, _REJECTED if box.rejected else _BOX
    middle = (bounds.left + bounds.right) / 2
    return (
        f'<rect x="{bounds.left:.1f}" y="{bounds.top:.1f}" width="{bounds.width:.1f}" '
        f'height="{bounds.height:.1f}" rx="3" fill="none" stroke="{color}" stroke-width="1.5"/>'
        + _text(middle, max(bounds.top - 6, 14), _cut(box.label), color=color, middle=True)
    )


def _bar(bar: Bar, left: float, top: float) -> list[str]:
    color = _LEADER if bar.leads else _BAR
    name, base = _cut(bar.name, _NAME), top + 14
    start = left + 68
    length = max(bar.share, 0.0) * _FULL
    return [
        _text(left, base, name),
        f'<rect x="{start:g}" y="{top + 2:g}" width="{length:.1f}" height="15" fill="{color}"/>',
        _text(start + length + 6, base, bar.words, color=_FAINT),
    ]


def _text(
    x: float,
    y: float,
    text: str,
    *,
    color: str = _TEXT,
    size: int = 14,
    weight: int = 400,
    middle: bool = False,
) -> str:
    anchor = ' text-anchor="middle"' if middle else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{color}" font-size="{size}" '
        f'font-weight="{weight}"{anchor}>{_printable(escape(text))}</text>'
    )


def _cut(text: str, longest: int = _WORDS) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}\N{HORIZONTAL ELLIPSIS}"


def _printable(text: str) -> str:
    """Remove characters that are invalid in XML: labels may contain anything."""
    return "".join(each for each in text if each.isprintable())
