"""Notebooks with outputs of pads, as cells leave them, without a kernel that ran them."""

from __future__ import annotations

from typing import Any

import nbformat
from nbformat import NotebookNode

__all__ = ["notebook_of"]


def notebook_of(*outputs: Any, heading: str = "Pads") -> NotebookNode:
    """Return a notebook with a heading, and a cell for each widget or MIME bundle."""
    cells = [nbformat.v4.new_markdown_cell(f"# {heading}")]
    for number, each in enumerate(outputs, 1):
        data = each if isinstance(each, dict) else each._repr_mimebundle_()
        output = nbformat.v4.new_output("execute_result", data=data, execution_count=number)
        cells.append(nbformat.v4.new_code_cell("pad", outputs=[output], execution_count=number))
    return nbformat.v4.new_notebook(cells=cells)
