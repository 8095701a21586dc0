"""Notebooks made for a measurement, and their arguments."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent

import nbformat

from digit_widgets.data.mnist import DATA_VARIABLE

__all__ = ["mnist_argument", "notebook", "write_notebook"]


def mnist_argument() -> str | None:
    """Return the file named by the command line or the environment; None if there is none.

    The path is absolute, because notebooks run in other folders.
    """
    named = sys.argv[1] if len(sys.argv) > 1 else os.environ.get(DATA_VARIABLE)
    return str(Path(named).resolve()) if named else None


def notebook(cells: Sequence[str]) -> nbformat.NotebookNode:
    """Return a notebook with these cells, which may be indented as in their module."""
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(dedent(cell).strip()) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )


def write_notebook(folder: Path, name: str, cells: Sequence[str]) -> Path:
    """Write such a notebook into a folder, which is created if needed; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    nbformat.write(notebook(cells), path)
    return path
