"""Summary: an evaluation in words, a row for each set."""

from __future__ import annotations

from textwrap import wrap

from digit_widgets.evaluation.metrics import Proportion
from digit_widgets.evaluation.result import Evaluation

__all__ = [
    "DIGITS_HEADER",
    "NON_DIGITS_HEADER",
    "align_table",
    "digits_table",
    "non_digits_table",
    "summarize",
    "write_share",
]

DIGITS_HEADER = ("digits", "n", "writers", "accuracy", "ECE", "rejected")
NON_DIGITS_HEADER = ("not digits", "n", "writers", "accepted", "AUROC")

#: Characters of a line.
_LINE = 80
#: Stands where a figure is unknown.
_UNKNOWN = "-"


def summarize(evaluation: Evaluation, model: str, source: str, others: str = "") -> list[str]:
    """Summarise an evaluation in lines of text, of at most 80 characters unless a name is longer.

    Parameters
    ----------
    evaluation
        The evaluation.
    model, source, others
        Names of the model, of the sets of digits and of the sets of non-digits.
    """
    named = f"{model} on {source}" + (f"; not digits: {others}" if others else "")
    lines = wrap(named, _LINE, break_long_words=False, break_on_hyphens=False)
    tables = [[DIGITS_HEADER, *digits_table(evaluation)]]
    if evaluation.non_digit_rows:
        tables.append([NON_DIGITS_HEADER, *non_digits_table(evaluation)])
    for table in tables:
        lines += ["", *align_table(table)]
    told = "Below the figures: 95% intervals"
    if evaluation.predictions.scores is not None:
        told += f"; rejected: a score below {evaluation.threshold:g}"
    least = [_least("digit", evaluation.by_digit)]
    if evaluation.by_writer:
        least.append(_least("writer", evaluation.by_writer))
    return [*lines, "", *wrap(f"{told}; least accurate: {', '.join(least)}", _LINE)]


def digits_table(evaluation: Evaluation) -> list[tuple[str, ...]]:
    """Return the row of each set of digits, a cell for each name in `DIGITS_HEADER`."""
    return [
        (
            row.name,
            f"{row.accuracy.n:,}",
            _UNKNOWN if row.writers is None else f"{row.writers:,}",
            write_share(row.accuracy),
            f"{row.ece:.2%}",
            _UNKNOWN if row.rejected is None else write_share(row.rejected),
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
            write_share(row.accepted),
            f"{row.auroc:.4f}",
        )
        for row in evaluation.non_digit_rows
    ]


def write_share(share: Proportion) -> str:
    """Return a share with its interval: "99.25% (99.06% to 99.40%)"."""
    low, high = share.interval
    return f"{share.value:.2%} ({low:.2%} to {high:.2%})"


def align_table(rows: list[tuple[str, ...]]) -> list[str]:
    """Return the lines of a table of text, of at most 80 characters unless a name is longer.

    The cells of each column stand below each other, and intervals below their figures.
    """
    names, *columns = zip(*rows, strict=True)
    split = [[cell.rstrip(")").partition(" (") for cell in column] for column in columns]
    widths = [max(len(part) for cell in column for part in cell[::2]) for column in split]
    room = _LINE - sum(widths) - 2 * len(widths)
    width = max(len(name) for name in names if len(name) <= room)
    lines = []
    for name, *cells in zip(names, *split, strict=True):
        figures, intervals = (
            "  ".join(
                ["", *(cell[part].rjust(size) for cell, size in zip(cells, widths, strict=True))]
            )
            for part in (0, 2)
        )
        # A name without room for its figures beside it stands above them.
        lines += (
            [name, " " * width + figures] if len(name) > width else [name.ljust(width) + figures]
        )
        if intervals.strip():
            lines.append((" " * width + intervals).rstrip())
    return lines


def _least(what: str, shares: dict[str, Proportion]) -> str:
    name, share = min(shares.items(), key=lambda each: each[1].value)
    return f"{what} {name} with {share.value:.1%}"
