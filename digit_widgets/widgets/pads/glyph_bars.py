"""Glyph bars: a digit of a number in a cell, with the ten bars that pointing at it shows."""

from __future__ import annotations

from html import escape

from digit_widgets.recognition import GlyphReading, Prediction
from digit_widgets.recognition.wording import percent, spoken_likeness
from digit_widgets.widgets.parts.spoken import describe_chart

__all__ = ["HINT", "render_cell"]

#: What stands in the place of the bars while nobody points at a digit.
HINT = "Point at a digit, or go to it with the Tab key: its ten bars appear here."


def render_cell(glyph: GlyphReading, *, has_bars: bool) -> str:
    """Return a glyph's HTML, in a column narrow enough for six on a phone.

    With bars, a digit takes the focus, and is an image whose name tells what they show; a sign has
    none.
    """
    prediction = glyph.prediction
    # Without a label there is no confidence; an empty line keeps the score in the scores' row.
    lines = ["\N{NO-BREAK SPACE}" if prediction.label is None else percent(glyph.confidence)]
    lines += [] if prediction.score is None else [percent(prediction.score)]
    rest = "".join(f'<div class="rest">{escape(line)}</div>' for line in lines)
    attributes = bars = ""
    if has_bars and any(prediction.probabilities):
        attributes = f' tabindex="0" role="img" aria-label="{escape(_describe(glyph))}"'
        bars = _render_bars(prediction)
    label = f'<div class="label">{escape(glyph.text)}</div>'
    return f'<div class="glyph"{attributes}>{label}{rest}{bars}</div>'


def _describe(glyph: GlyphReading) -> str:
    prediction = glyph.prediction
    rejected = prediction.is_rejected
    told = describe_chart(prediction.labels, prediction.probabilities, rejected=rejected)
    score = prediction.score
    ending = "" if score is None else f"; {spoken_likeness(score, prediction.labels)}"
    return f"{glyph.text}. {told}{ending}"


def _render_bars(prediction: Prediction) -> str:
    bars = []
    for label, share in zip(prediction.labels, prediction.probabilities, strict=True):
        winner = ' class="winner"' if label == prediction.label else ""
        height = f"height: {share:.1%}"
        bars.append(
            f'<div{winner}><span><i style="{height}"></i></span><b>{escape(label)}</b></div>'
        )
    faint = " faint" if prediction.label is None else ""
    return f'<div class="bars{faint}" aria-hidden="true">{"".join(bars)}</div>'
