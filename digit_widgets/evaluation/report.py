"""Report: an evaluation as a page with metrics, charts and images of the mistakes."""

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
#: Marks a page as made by this module, so that it may be replaced.
_GENERATOR = "digit-widgets evaluate"


def check_report_folder(folder: str | Path) -> Path:
    """Create a folder if it is missing, and check that a report can be written to it.

    Raises
    ------
    DataError
        The folder cannot be written to, or has an ``index.html`` that is not a report.
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
    """Write ``index.html``, a self-contained page, into a folder.

    It is written to a scratch folder and moved into place once complete, over an older report.

    Parameters
    ----------
    evaluation
        The evaluation to report.
    folder
        The folder; created if missing.
    model, source, others
        See `summarize`; text, not HTML.

    Returns
    -------
    The path of the page.

    Raises
    ------
    DataError
        For the reasons given in `check_report_folder`.
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
