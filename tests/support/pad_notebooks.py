"""Notebooks with outputs of pads, as cells leave them, without a kernel that ran them."""

from __future__ import annotations

import json
from typing import Any

import nbformat
from ipywidgets import Widget
from nbformat import NotebookNode

__all__ = ["STATE_TYPE", "notebook_of", "save_state"]

#: MIME type of the state of widgets in a notebook.
STATE_TYPE = "application/vnd.jupyter.widget-state+json"


def notebook_of(*outputs: Any, heading: str = "Pads") -> NotebookNode:
    """Return a notebook with a heading, and a cell for each widget or MIME bundle."""
    cells = [nbformat.v4.new_markdown_cell(f"# {heading}")]
    for number, each in enumerate(outputs, 1):
        data = each if isinstance(each, dict) else each._repr_mimebundle_()
        output = nbformat.v4.new_output("execute_result", data=data, execution_count=number)
        cells.append(nbformat.v4.new_code_cell("pad", outputs=[output], execution_count=number))
    return nbformat.v4.new_notebook(cells=cells)


def save_state(notebook: NotebookNode) -> dict[str, Any]:
    """Put the state of all widgets into a notebook, as a file has it; return it by models' ids."""
    saved = json.loads(json.dumps(Widget.get_manager_state()))
    notebook.metadata["widgets"] = {STATE_TYPE: saved}
    # The notebook has a copy.
    state: dict[str, Any] = notebook.metadata["widgets"][STATE_TYPE]["state"]
    return state
