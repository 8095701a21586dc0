"""Report: an evaluation as a page with figures, charts, and images of what went wrong."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from digit_widgets.data.files import expand_path
from digit_widgets.errors import DataError
from digit_widgets.evaluation.rendering import render
from digit_widgets.evaluation.report_content import report_content
from digit_widgets.evaluation.result import Evaluation

__all__ = ["check_report_folder", "write_report"]

_NAME = "index.html"
#: By this a page says that it was made here, and may be replaced by another.
_GENERATOR = "digit-widgets evaluate"


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
        foreign = there.exists() and _GENERATOR.encode() not in there.read_bytes()[:4096]
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
        As `summarize` takes them; text, not HTML.

    Returns
    -------
    The path of the page.

    Raises
    ------
    DataError
        As `check_report_folder` raises it.
    """
    folder = check_report_folder(folder)
    page = render(
        "report.html.j2",
        generator=_GENERATOR,
        model=model,
        source=source,
        others=others,
        **report_content(evaluation),
    )
    try:
        with tempfile.TemporaryDirectory(prefix=".report-", dir=folder) as scratch:
            made = Path(scratch) / _NAME
            made.write_text(page, encoding="utf-8")
            os.replace(made, folder / _NAME)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return folder / _NAME


def _unwritable(folder: Path, error: OSError) -> DataError:
    return DataError(
        f"A report cannot be written to {folder}: {error.strerror or error}. Name another folder."
    )
