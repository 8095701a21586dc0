"""Summary: an evaluation in words, a row for each set."""

from __future__ import annotations

from digit_widgets.evaluation.metrics import Proportion
from digit_widgets.evaluation.result import Evaluation

__all__ = [
    "DIGITS_HEADER",
    "NON_DIGITS_HEADER",
    "digits_table",
    "non_digits_table",
    "summarize",
]

DIGITS_HEADER = ("digits", "n", "writers", "accuracy", "ECE", "rejected")
NON_DIGITS_HEADER = ("not digits", "n", "writers", "accepted", "AUROC")

#: Stands where a figure is unknown.
_UNKNOWN = "-"


def summarize(evaluation: Evaluation, model: str, source: str, others: str = "") -> list[str]:
    """Summarise an evaluation in lines of text.

    Parameters
    ----------
    evaluation
        The evaluation.
    model, source, others
        Names of the model, of the sets of digits and of the sets of non-digits.
    """
    lines = [f"{model} on {source}" + (f"; not digits: {others}" if others else "")]
    tables = [[DIGITS_HEADER, *digits_table(evaluation)]]
    if evaluation.non_digit_rows:
        tables.append([NON_DIGITS_HEADER, *non_digits_table(evaluation)])
    width = max(len(row[0]) for table in tables for row in table)
    lines += [line for table in tables for line in _align(table, width)]
    told = "In brackets: 95% intervals"
    if evaluation.predictions.scores is not None:
        told += f"; rejected: a score below {evaluation.threshold:g}"
    least = [_least("digit", evaluation.by_digit)]
    if evaluation.by_writer:
        least.append(_least("writer", evaluation.by_writer))
    return [*lines, f"{told}; least accurate: {', '.join(least)}"]


def digits_table(evaluation: Evaluation) -> list[tuple[str, ...]]:
    """Return the row of each set of digits, a cell for each name in `DIGITS_HEADER`."""
    return [
        (
            row.name,
            f"{row.accuracy.n:,}",
            _UNKNOWN if row.writers is None else f"{row.writers:,}",
            _cell(row.accuracy),
            f"{row.ece:.2%}",
            _UNKNOWN if row.rejected is None else _cell(row.rejected),
        )
        for row in evaluation.digit_rows
    ]


def non_digits_table(evaluation: Evaluation) -> list[tuple[str, ...]]:
    """Return the rows of the sets of non-digits, a cell for each name in `NON_DIGITS_HEADER`."""
    return [
        (
            row.title,
            f"{row.accepted.n:,}",
            _UNKNOWN if row.writers is None else f"{row.writers:,}",
            _cell(row.accepted),
            f"{row.auroc:.4f}",
        )
        for row in evaluation.non_digit_rows
    ]


def _cell(share: Proportion) -> str:
    low, high = share.interval
    return f"{share.value:.2%} ({low:.2%} to {high:.2%})"


def _align(rows: list[tuple[str, ...]], width: int) -> list[str]:
    """Put the cells of each column below each other; the names' column has the given width."""
    _, *widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join([name.ljust(width), *map(str.rjust, cells, widths)]) for name, *cells in rows]


def _least(what: str, shares: dict[str, Proportion]) -> str:
    name, share = min(shares.items(), key=lambda each: each[1].value)
    return f"{what} {name} with {share.value:.1%}"
