"""Model facts: a table of several models' predictions, with the figures on their model cards."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import suppress
from html import escape
from itertools import cycle
from math import isfinite
from numbers import Real
from pathlib import Path
from typing import Any

from digit_widgets.predictors import bundled_model
from digit_widgets.recognition import Prediction
from digit_widgets.recognition.wording import (
    FAILED,
    invitation,
    likeness_heading,
    percent,
    rejection,
    sentence,
)
from digit_widgets.widgets.parts.colors import PALETTE

__all__ = ["agreement", "list_facts", "readings_table"]

#: Facts about a model: key, and its place in the model card.
_PLACES = {
    "parameters": "parameters",
    "size": "size",
    "accuracy": "test accuracy",
    "loss": "test loss",
    "seconds": "seconds",
}
_UNKNOWN = "\N{EN DASH}"
_REJECTED = ' class="rejected"'


def agreement(predictions: Mapping[str, Prediction]) -> str:
    """Return a line, not HTML-escaped, on whether the models agree."""
    if any(prediction.reason == "blank" for prediction in predictions.values()):
        return invitation(next(iter(predictions.values())).labels)
    read = {name: each.label for name, each in predictions.items() if each.label is not None}
    if len(set(read.values())) > 1:
        return "They disagree: " + ", ".join(f"{name} {label}" for name, label in read.items())
    if len(read) == len(predictions) > 1:
        return f"All read {next(iter(read.values()))}"
    if len(predictions) > 1 and all(each.is_rejected for each in predictions.values()):
        return f"All: {rejection(next(iter(predictions.values())).labels)}"
    told = [
        f"{name} reads {each.label}" if each.label is not None else f"{name}: {each.answer}"
        for name, each in predictions.items()
        if each.reason != "failed"
    ]
    return ", ".join(told) or sentence(FAILED)


def readings_table(
    predictions: Mapping[str, Prediction], facts: Mapping[str, str], *, with_scores: bool
) -> str:
    """Make an HTML table of each model's prediction, confidence, score and latency, and its facts.

    Models that reject the drawing have grey swatches, like their bars.
    """
    labels = next(iter(predictions.values())).labels
    headings = ["Reads", "Confidence", sentence(likeness_heading(labels)), "Latency"]
    rows = {name: _list_reading(prediction) for name, prediction in predictions.items()}
    if not with_scores:
        del headings[2]
        for row in rows.values():
            del row[2]
    rejected = {name for name, each in predictions.items() if each.is_rejected}
    return _make_table(headings, rows, facts, rejected)


def _list_reading(prediction: Prediction) -> list[str]:
    is_empty = prediction.reason == "blank" and not prediction.dot
    read = _UNKNOWN if is_empty else prediction.answer
    # Empty if there is no score: a dash would look like an unknown one.
    score = "" if prediction.score is None else percent(prediction.score)
    if prediction.reason in {"blank", "failed"}:
        return [read, _UNKNOWN, score, _UNKNOWN]
    sure = _UNKNOWN if prediction.is_rejected else percent(prediction.confidence)
    return [read, sure, score, f"{1e3 * prediction.latency:.1f} ms"]


def list_facts(model: Any, given: Mapping[str, Any]) -> str:
    """Return what is known of a model: "225 k parameters · 0.9 MB · 99.50% of test images".

    Given facts come first, then those of the model, or of its file and card. What is not known is
    left out.
    """
    card: dict[str, Any] = {}
    # Any of these may be missing.
    with suppress(Exception):
        if isinstance(model, str | Path):
            path = Path(model).expanduser()
            path = path if path.suffix else bundled_model(str(model))
            card = {"size": path.stat().st_size}
            noted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
            card = {**noted, **card}
            card["seconds"] = _add_seconds(noted)
        else:
            card = {"parameters": model.count_params()}  # available from Keras models
    written = []
    for key, place in _PLACES.items():
        value: Any = card
        for step in place.split():
            value = value.get(step) if isinstance(value, dict) else None
        value = given.get(key, value)
        if isinstance(value, Real) and isfinite(value):
            written.append(_write_fact(key, float(value)))
    return " \N{MIDDLE DOT} ".join(written)


def _add_seconds(card: dict[str, Any]) -> float:
    """Return how long a network was trained, with the trainings that it began with."""
    before = _add_seconds(card["begun_with"]) if card.get("begun_with") else 0.0
    return before + float(card["training"]["seconds"])


def _write_fact(key: str, value: float) -> str:
    match key:
        case "parameters":
            return f"{_shorten(value)} parameters"
        case "size":
            return f"{value / 1e6:.1f} MB" if value >= 1e5 else f"{value / 1e3:.1f} kB"
        case "accuracy":
            return f"{value:.2%} of test images"
        case "loss":
            return f"test loss {value:.4f}"
        case _:
            return f"trained for {value:,.0f} s"


def _shorten(count: float) -> str:
    """Write a count with three digits at most: "4,321", "225 k", "1.2 M"."""
    if count < 1e4:
        return f"{count:,.0f}"
    return f"{count / 1e3:.0f} k" if count < 999.5e3 else f"{count / 1e6:.1f} M"


def _make_table(
    headings: Sequence[str],
    rows: Mapping[str, Iterable[str]],
    facts: Mapping[str, str],
    rejected: Container[str],
) -> str:
    """Make an HTML table with one row per model, its name next to the colour of its bars.

    What is known of it stands in a row below.
    """
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in ("Model", *headings))
    body = ""
    for color, (name, values) in zip(cycle(PALETTE), rows.items(), strict=False):
        body += (
            f"<tr{_REJECTED if name in rejected else ''}>"
            f'<th scope="row"><span class="swatch" style="background: {color}"></span>'
            f"{escape(name)}</th>{''.join(f'<td>{escape(value)}</td>' for value in values)}</tr>"
        )
        if known := facts.get(name):
            body += f'<tr class="facts"><td colspan="{len(headings) + 1}">{escape(known)}</td></tr>'
    return f'<table class="digit-widgets-table"><tr>{head}</tr>{body}</table>'
