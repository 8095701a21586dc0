"""Coloured ink: a drawing whose pieces show what they do for a label, with a ghost of a change."""

from __future__ import annotations

from html import escape
from itertools import groupby

import numpy as np
from ipywidgets import HTML
from numpy.typing import NDArray

from digit_widgets.explanation import Counterfactual, InkAttribution, Question
from digit_widgets.explanation.ink_pieces import join_paths
from digit_widgets.ink import Ink
from digit_widgets.ink.svg_format import svg_path
from digit_widgets.widgets.why.evidence_colors import NEITHER, find_levels, level_color

__all__ = ["ColoredInk", "ink_legend"]

#: Largest width on the page, in CSS pixels.
_WIDEST = 280
#: Width of the black line within ink that speaks against a label, as a share of the pen's.
_HOLLOW = 0.5
#: A swatch of the legend: its size in CSS pixels and the width of its line.
_SWATCH, _LINE = (30, 14), 8


class ColoredInk(HTML):  # type: ignore[misc]
    """Shows a drawing on black, coloured by evidence: solid for a label, hollow against it.

    Parameters
    ----------
    width, height
        Size of the drawing surface, in the ink's unit.
    """

    def __init__(self, width: float, height: float) -> None:
        super().__init__(layout={"width": "auto", "max_width": "100%"})
        self._view = f"0 0 {width:g} {height:g}"
        self.add_class("digit-widgets-colored-ink")
        self.show_plain(Ink(), "Nothing drawn")

    def show_plain(self, ink: Ink, words: str) -> None:
        """Show a drawing without colours, with words for screen readers."""
        strokes = (
            f'<path d="{svg_path(stroke)}" stroke="{NEITHER}" stroke-width="{stroke.width:.1f}"/>'
            for stroke in ink.strokes
        )
        self._draw("".join(strokes), words)

    def show(
        self,
        attribution: InkAttribution,
        question: Question,
        ghost: Counterfactual | None,
        words: str,
    ) -> None:
        """Show a drawing's evidence, and perhaps a change of it; with words for screen readers."""
        pieces = attribution.pieces
        levels = find_levels(attribution.weigh(question))
        read = set(pieces.strokes.tolist())
        # Specks, which the model does not see, are drawn thin.
        parts = [
            f'<path d="{svg_path(stroke)}" stroke="{NEITHER}" stroke-width="2"/>'
            for index, stroke in enumerate(pieces.ink.strokes)
            if index not in read
        ]
        groups = groupby(
            range(len(pieces)), lambda piece: (int(pieces.strokes[piece]), int(levels[piece]))
        )
        hollow = []
        for (stroke, level), group in groups:
            line = _polyline(join_paths([pieces.paths[piece] for piece in group]))
            width = pieces.ink.strokes[stroke].width
            color = f"rgb{level_color(level)}"
            parts.append(f'<path d="{line}" stroke="{color}" stroke-width="{width:.1f}"/>')
            if level < 0:
                hollow.append(
                    f'<path d="{line}" stroke="black" stroke-width="{width * _HOLLOW:.1f}" '
                    'stroke-linecap="butt"/>'
                )
        self._draw("".join([*parts, *hollow, _ghost(pieces.ink, ghost)]), words)

    def _draw(self, content: str, words: str) -> None:
        self.value = (
            f'<svg viewBox="{self._view}" width="{_WIDEST}" role="img" '
            f'aria-label="{escape(words)}" fill="none" '
            f'stroke-linecap="round" stroke-linejoin="round">{content}</svg>'
        )


def ink_legend(question: Question, *, with_ghost: bool) -> str:
    """Return the legend of the colours in words, as HTML."""
    label, other = escape(question.label), question.rather_than
    against = f"speaks against {label}" if other is None else f"speaks for {escape(other)}"
    rows = [
        (_swatch(f'stroke="rgb{level_color(3)}"'), f"solid: speaks for {label}"),
        (
            _swatch(f'stroke="rgb{level_color(-3)}"') + _swatch('stroke="black"', _LINE * _HOLLOW),
            f"hollow: {against}",
        ),
        (_swatch(f'stroke="{NEITHER}"'), "grey: makes little difference"),
    ]
    if with_ghost:
        rows.append(
            (
                _swatch('stroke="white" stroke-dasharray="5 5"', 3),
                "dashed: the smallest change found",
            )
        )
    width, height = _SWATCH
    return "".join(
        f'<div class="key"><svg width="{width}" height="{height}" aria-hidden="true">{swatch}</svg>'
        f"<span>{words}</span></div>"
        for swatch, words in rows
    )


def _swatch(style: str, line: float = _LINE) -> str:
    width, height = _SWATCH
    return f'<path d="M3 {height / 2}H{width - 3}" stroke-width="{line}" {style}/>'


def _ghost(ink: Ink, change: Counterfactual | None) -> str:
    """Return a dashed stroke where ink would be added, or where it would be erased."""
    if change is None:
        return ""
    width = max(stroke.width for stroke in ink.strokes)
    dashes = f'stroke-dasharray="{width * 0.6:.1f} {width * 0.6:.1f}" stroke-linecap="butt"'
    if change.added is not None:
        line = _polyline(change.added)
        return (
            f'<path d="{line}" stroke="white" stroke-opacity="0.3" stroke-width="{width:.1f}"/>'
            f'<path d="{line}" stroke="white" stroke-width="{width / 4:.1f}" {dashes}/>'
        )
    assert change.erased is not None
    line = _polyline(change.erased)
    return (
        f'<path d="{line}" stroke="black" stroke-opacity="0.7" stroke-width="{width * 1.1:.1f}" '
        'stroke-linecap="butt"/>'
        f'<path d="{line}" stroke="white" stroke-width="{width / 4:.1f}" {dashes}/>'
    )


def _polyline(points: NDArray[np.float64]) -> str:
    """Return straight lines through points as an SVG path, rounded to a tenth."""
    x, y = np.round(points.T, 1).tolist()
    rest = "".join(f"L{a:g} {b:g}" for a, b in zip(x[1:], y[1:], strict=True))
    return f"M{x[0]:g} {y[0]:g}{rest or 'h0'}"
