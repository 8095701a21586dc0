"""An evaluation as a page: figures, charts, and images of what went wrong."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data.archives import expand_path
from digit_widgets.errors import DataError
from digit_widgets.evaluation.metrics import BINS, Proportion, Reliability
from digit_widgets.evaluation.report_charts import reliability_chart, score_chart
from digit_widgets.evaluation.report_page import (
    GENERATOR,
    confusion_table,
    page,
    section,
    table,
    tiles,
)
from digit_widgets.evaluation.result import Evaluation
from digit_widgets.evaluation.summary import format_interval
from digit_widgets.recognition.wording import NOTHING, ONE_DOT, likeness, percent

__all__ = ["check_report_folder", "write_report"]

#: Images of a kind at most.
_MOST = 60
_NAME = "index.html"


def check_report_folder(folder: str | Path) -> Path:
    """Make a folder if it is not there, and see that a report can be written to it.

    Raises
    ------
    DataError
        It cannot, or an ``index.html`` is there that is no report.
    """
    folder = expand_path(folder)
    there = folder / _NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        foreign = there.exists() and GENERATOR.encode() not in there.read_bytes()[:4096]
    except OSError as error:
        raise _unwritable(folder, error) from error
    if foreign:
        raise DataError(f"{there} is there already and is no report. Name another folder.")
    return folder


def write_report(
    evaluation: Evaluation, folder: str | Path, *, model: str, source: str, others: str = ""
) -> Path:
    """Write ``index.html``, a page that needs nothing else, into a folder.

    It is written beside and put in its place when it is whole; an older report is replaced.

    Parameters
    ----------
    evaluation
        What to report.
    folder
        Made if it is not there.
    model, source, others
        As `summary` takes them; text, not HTML.

    Returns
    -------
    The path of the page.

    Raises
    ------
    DataError
        As `check_report_folder` raises it.
    """
    folder = check_report_folder(folder)
    parts = [
        _figures(evaluation, source, others),
        _charts(evaluation),
        section("Who is taken for whom", confusion_table(evaluation.readings.counts)),
        *_groups(evaluation),
        *_images(evaluation),
    ]
    whole = page(f"How well {model} reads", "".join(parts))
    try:
        with tempfile.TemporaryDirectory(prefix=".report-", dir=folder) as scratch:
            made = Path(scratch) / _NAME
            made.write_text(whole, encoding="utf-8")
            os.replace(made, folder / _NAME)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return folder / _NAME


def _unwritable(folder: Path, error: OSError) -> DataError:
    return DataError(
        f"A report cannot be written to {folder}: {error.strerror or error}. Name another folder."
    )


def _figures(evaluation: Evaluation, source: str, others: str) -> str:
    score = evaluation.score
    rows = [
        ("accuracy", format_interval(evaluation.accuracy)),
        ("digits", f"{score.n:,}"),
        ("loss, nats", f"{score.loss:.4f}"),
        ("expected calibration error", f"{score.ece:.2%}"),
    ]
    if evaluation.readings.scores is not None:
        rows += [
            ("threshold of the score", f"{evaluation.threshold:g}"),
            ("digits refused", format_interval(Proportion.of(evaluation.refused))),
        ]
    if evaluation.non_digits is not None:
        rows += [
            ("drawings that are no digits", f"{len(evaluation.non_digits.images):,}"),
            (
                "of them taken for digits",
                format_interval(Proportion.of(evaluation.non_digits.accepted)),
            ),
            ("area under the ROC curve", f"{evaluation.auroc:.4f}"),
        ]
    note = f"Measured on {source}" + (f"; not digits: {others}." if others else ".")
    return section("Figures", table("Figures", (), rows), note=note)


def _charts(evaluation: Evaluation) -> str:
    parts = section(
        "Is it as often right as it is sure?",
        reliability_chart(evaluation.reliability),
        _bins(evaluation.reliability),
        note="A bar that ends on the dashed line is right as often as it is sure; one that ends "
        "below it is too sure.",
    )
    scores, others = evaluation.readings.scores, evaluation.non_digits
    if scores is None:
        return parts
    note = "Right of the dashed line, a drawing is taken for a digit. Blue: digits"
    return parts + section(
        "Does it tell digits from others?",
        score_chart(scores, None if others is None else others.scores, evaluation.threshold),
        note=f"{note}." if others is None else f"{note}; orange: drawings that are none.",
    )


def _bins(bins: Reliability) -> str:
    rows = [
        (f"{i / BINS:.0%} to {(i + 1) / BINS:.0%}", f"{n:,}", f"{sure:.1%}", f"{right:.1%}")
        for i, (n, sure, right) in enumerate(
            zip(bins.counts, bins.confidence, bins.accuracy, strict=True)
        )
        if n
    ]
    header = ("confidence", "readings", "mean", "right")
    return f"<details><summary>In numbers</summary>{table('Bins', header, rows)}</details>"


def _groups(evaluation: Evaluation) -> Iterator[str]:
    header = ("drawings", "read right", "95% interval")
    rows = map(_row, evaluation.by_digit.items())
    yield section("By digit", table("By digit", ("digit", *header), rows))
    if evaluation.by_writer is not None:
        ranked = sorted(evaluation.by_writer.items(), key=lambda each: each[1].value)
        rows = map(_row, ranked)
        yield section("By writer, hardest first", table("By writer", ("writer", *header), rows))
    if evaluation.by_alphabet is not None:
        header = ("drawings", "taken for digits", "95% interval")
        rows = map(_row, evaluation.by_alphabet.items())
        yield section("Not digits, by alphabet", table("By alphabet", ("alphabet", *header), rows))


def _images(evaluation: Evaluation) -> Iterator[str]:
    readings, writers = evaluation.readings, evaluation.writers
    drawn, sure = readings.read >= 0, readings.confidence
    who = [""] * len(sure) if writers is None else [f", writer {writer}" for writer in writers]
    wrong = _ranked(drawn & ~readings.right, -sure)
    yield _gallery(
        "The surest mistakes",
        wrong,
        evaluation.images,
        lambda i: f"{readings.labels[i]} read as {readings.read[i]}, {percent(sure[i])}{who[i]}",
    )
    scores = np.zeros(len(sure)) if readings.scores is None else readings.scores
    if readings.scores is not None or evaluation.refused.any():
        yield _gallery(
            "Digits refused",
            _ranked(evaluation.refused, scores),
            evaluation.images,
            lambda i: (
                f"{readings.labels[i]}, "
                + (likeness(scores[i]) if drawn[i] else f"{NOTHING}, or {ONE_DOT}")
                + who[i]
            ),
        )
    others = evaluation.non_digits
    if others is not None:
        names = others.alphabets
        yield _gallery(
            "Taken for digits, and none",
            _ranked(others.accepted, -others.scores),
            others.images,
            lambda i: (
                f"taken for {others.probabilities[i].argmax()}, {likeness(others.scores[i])}"
                + ("" if names is None else f", {names[i]}")
            ),
        )


def _ranked(among: NDArray[np.bool_], order: NDArray[np.floating[Any]]) -> NDArray[np.int64]:
    indices = np.flatnonzero(among)
    return indices[np.argsort(order[indices], kind="stable")]


def _gallery(
    heading: str,
    indices: NDArray[np.int64],
    images: NDArray[np.float32],
    caption: Callable[[int], str],
) -> str:
    shown = indices[:_MOST]
    if not len(shown):
        return section(heading, note="None.")
    rest = len(indices) - len(shown)
    note = f"{len(indices):,}" + (f", of which the first {len(shown)} are here." if rest else ".")
    return section(heading, tiles(images[shown], map(caption, shown.tolist())), note=note)


def _row(group: tuple[str, Proportion]) -> tuple[str, str, str, str]:
    name, share = group
    low, high = share.interval
    return name, f"{share.n:,}", f"{share.value:.2%}", f"{low:.2%} to {high:.2%}"
