"""Notebooks for browser tests in both hosts: the project's own, and new ones from cells."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from uuid import uuid4

import nbformat
from playwright.sync_api import Page

from tests.support.pages import Pad, open_lab

__all__ = ["NOTEBOOKS", "Lab", "write_notebook"]

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def write_notebook(folder: Path, cells: Sequence[str], theme: str = "light") -> Path:
    """Write a new notebook with these cells, which Voila shows in a theme."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(dedent(cell).strip()) for cell in cells],
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3"},
            "voila": {"theme": theme},
        },
    )
    path = folder / f"{uuid4().hex}.ipynb"
    nbformat.write(notebook, path)
    return path


@dataclass
class Lab:
    """A JupyterLab server, and the folder that it serves."""

    url: str
    folder: Path

    def open(self, page: Page, *cells: str) -> Pad:
        """Open a new notebook with these cells, run it, and wait for its first pad."""
        return open_lab(page, self.url, write_notebook(self.folder, cells).name)

    def open_copy(self, page: Page, original: str) -> Pad:
        """Open a copy of one of the project's notebooks, run it, and wait for its first pad."""
        name = f"{uuid4().hex}.ipynb"
        shutil.copy(NOTEBOOKS / original, self.folder / name)
        return open_lab(page, self.url, name)
