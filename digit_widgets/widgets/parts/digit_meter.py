"""Digit meter: how much a drawing looks like a digit, with the threshold below which it is none."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from digit_widgets.recognition.wording import (
    likeness,
    likeness_heading,
    percent,
    rejection,
    sentence,
    spoken_percent,
)

__all__ = ["render_meter"]


def render_meter(score: float, threshold: float, labels: Sequence[str]) -> str:
    """Return a meter's HTML: the score in words and as a bar, with a mark at the threshold.

    For screen readers it is one meter, whose value says what the mark means.

    Parameters
    ----------
    score
        In 0..1.
    threshold
        In 0..1; at 0 nothing is rejected, and there is no mark.
    labels
        The model's labels, which say what a drawing looks like: a digit, a letter.
    """
    rejected = rejection(labels)
    heading = sentence(likeness_heading(labels))
    spoken, title, mark = spoken_percent(score), f"{heading}", ""
    if threshold:
        spoken += f"; below {spoken_percent(threshold)} it is {rejected}"
        title = f"The mark: below {percent(threshold)} it is {rejected}"
        mark = f'<b style="left: {threshold:.1%}"></b>'
    state = " rejected" if score < threshold else ""
    return (
        f'<div class="meter{state}" role="meter" aria-label="{escape(heading)}" aria-valuemin="0" '
        f'aria-valuemax="100" aria-valuenow="{100 * score:.0f}" aria-valuetext="{escape(spoken)}" '
        f'title="{escape(title)}"><div class="rest">{escape(sentence(likeness(score, labels)))}'
        f'</div><div class="track"><i style="width: {score:.1%}"></i>{mark}</div></div>'
    )
