"""Report content: the texts, tables, charts and images of an evaluation's page."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.evaluation.metrics import BINS, Proportion, Reliability
from digit_widgets.evaluation.report_charts import (
    rejection_chart,
    rejection_table,
    reliability_chart,
    score_chart,
)
from digit_widgets.evaluation.result import Evaluation
from digit_widgets.evaluation.summary import (
    DIGITS_HEADER,
    NON_DIGITS_HEADER,
    digits_table,
    non_digits_table,
)
from digit_widgets.imaging.png import grey_png
from digit_widgets.predictors.base import DIGITS
from digit_widgets.recognition.wording import NOTHING, ONE_DOT, likeness, percent

__all__ = ["report_content"]

#: Largest number of images per gallery.
_MOST = 60
#: The strongest shade of a cell, in percent of its colour: text on it stays readable.
_DEEPEST = 45

Rows = list[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Group:
    """A table of proportions, one per row."""

    heading: str
    name: str
    header: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of the confusion matrix; its shade is in percent of its colour."""

    count: int
    shade: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class _MatrixRow:
    """The cells of one true digit."""

    digit: str
    cells: list[_Cell]


@dataclass(frozen=True, slots=True)
class _Tile:
    """An image, as a PNG in base64, and the line under it."""

    png: str
    caption: str


@dataclass(frozen=True, slots=True)
class _Gallery:
    """The first images of a kind, and how many there are in total."""

    heading: str
    total: int
    tiles: list[_Tile]


def report_content(evaluation: Evaluation) -> dict[str, Any]:
    """Return the values that ``report.html.j2`` needs for an evaluation, by variable name."""
    scores, others = evaluation.predictions.scores, evaluation.non_digits
    spread = None
    if scores is not None:
        spread = score_chart(
            scores, None if others is None else others.scores, evaluation.threshold
        )
    sets = [_Group("", "Digits", DIGITS_HEADER, digits_table(evaluation))]
    if evaluation.non_digit_rows:
        sets.append(_Group("", "Not digits", NON_DIGITS_HEADER, non_digits_table(evaluation)))
    return {
        "sets": sets,
        "has_several": max(len(group.rows) for group in sets) > 1,
        "figures": _figures(evaluation),
        "reliability": reliability_chart(evaluation.reliability),
        "bins": _bins(evaluation.reliability),
        "scores": spread,
        "has_non_digits": others is not None,
        "rejections": rejection_chart(evaluation),
        "rejection_table": rejection_table(evaluation),
        "rejected": f"{evaluation.rejected.mean():.2%}",
        "threshold": f"{evaluation.threshold:g}",
        "confusion": _confusion(evaluation.predictions.counts),
        "groups": list(_groups(evaluation)),
        "galleries": list(_galleries(evaluation)),
    }


def _figures(evaluation: Evaluation) -> Rows:
    rows: Rows = [("loss, nats", f"{evaluation.metrics.loss:.4f}")]
    if evaluation.predictions.scores is not None:
        rows.append(("threshold of the score", f"{evaluation.threshold:g}"))
    return rows


def _bins(bins: Reliability) -> Rows:
    return [
        (f"{i / BINS:.0%} to {(i + 1) / BINS:.0%}", f"{n:,}", f"{sure:.1%}", f"{right:.1%}")
        for i, (n, sure, right) in enumerate(
            zip(bins.counts, bins.confidence, bins.accuracy, strict=True)
        )
        if n
    ]


def _confusion(counts: NDArray[np.int64]) -> list[_MatrixRow]:
    """Shade (10, 10) counts, the row the true digit and the column the predicted one."""
    right = np.eye(len(DIGITS), dtype=bool)
    shades = np.zeros(counts.shape)
    # Mistakes are far rarer than correct predictions: each has its own logarithmic scale.
    for among in (right, ~right):
        heights = np.log1p(np.where(among, counts, 0))
        shades += _DEEPEST * heights / max(heights.max(), 1e-9)
    return [
        _MatrixRow(
            digit,
            [
                _Cell(int(counts[true, read]), float(shades[true, read]), true == read)
                for read in range(len(DIGITS))
            ],
        )
        for true, digit in enumerate(DIGITS)
    ]


def _groups(evaluation: Evaluation) -> Iterator[_Group]:
    header = ("drawings", "read right", "95% interval")
    rows = list(map(_row, evaluation.by_digit.items()))
    yield _Group("By digit", "By digit", ("digit", *header), rows)
    if evaluation.by_writer is not None:
        ranked = sorted(evaluation.by_writer.items(), key=lambda each: each[1].value)
        rows = list(map(_row, ranked))
        yield _Group("By writer, hardest first", "By writer", ("writer", *header), rows)
    if evaluation.by_alphabet is not None:
        header = ("drawings", "taken for digits", "95% interval")
        rows = list(map(_row, evaluation.by_alphabet.items()))
        yield _Group("Not digits, by alphabet", "By alphabet", ("alphabet", *header), rows)


def _row(group: tuple[str, Proportion]) -> tuple[str, ...]:
    name, share = group
    low, high = share.interval
    return name, f"{share.n:,}", f"{share.value:.2%}", f"{low:.2%} to {high:.2%}"


def _galleries(evaluation: Evaluation) -> Iterator[_Gallery]:
    predictions, writers, images = evaluation.predictions, evaluation.writers, evaluation.images
    drawn, sure, true = predictions.read >= 0, predictions.confidence, predictions.labels
    who = [""] * len(sure)
    if writers is not None:
        who = [f", writer {writer}" if str(writer) else "" for writer in writers]
    yield _gallery(
        "The surest mistakes",
        _sort_indices(drawn & ~predictions.right, -sure),
        images,
        lambda i: (
            f"{predictions.labels[i]} read as {predictions.read[i]}, {percent(sure[i])}{who[i]}"
        ),
    )
    scores = np.zeros(len(sure)) if predictions.scores is None else predictions.scores
    if predictions.scores is not None or evaluation.rejected.any():
        yield _gallery(
            "Digits rejected",
            _sort_indices(evaluation.rejected, scores),
            images,
            lambda i: (
                f"{true[i]}, "
                + (likeness(scores[i]) if drawn[i] else f"{NOTHING}, or {ONE_DOT}")
                + who[i]
            ),
        )
    others = evaluation.non_digits
    if others is not None:
        names = others.alphabets
        yield _gallery(
            "Taken for digits, and none",
            _sort_indices(others.accepted, -others.scores),
            others.images,
            lambda i: (
                f"taken for {others.probabilities[i].argmax()}, {likeness(others.scores[i])}"
                + ("" if names is None else f", {names[i]}")
            ),
        )


def _sort_indices(among: NDArray[np.bool_], order: NDArray[np.floating[Any]]) -> NDArray[np.int64]:
    indices = np.flatnonzero(among)
    return indices[np.argsort(order[indices], kind="stable")]


def _gallery(
    heading: str,
    indices: NDArray[np.int64],
    images: NDArray[np.float32],
    caption: Callable[[int], str],
) -> _Gallery:
    tiles = [
        _Tile(base64.b64encode(grey_png(images[i])).decode(), caption(i))
        for i in indices[:_MOST].tolist()
    ]
    return _Gallery(heading, len(indices), tiles)
