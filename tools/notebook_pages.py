"""The notebooks with their outputs, for the documentation: ``python -m tools.notebook_pages``.

Runs each notebook with the quick values of its tests (``nbmake.mock`` in a cell's metadata), draws
a digit on pads that are blank at the end, and replaces each widget by a still image. Writes the
results to ``docs/notebooks/``, from where Sphinx reads them. A notebook is run again only if it,
the package or this tool has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).parents[1]
NOTEBOOKS, PAGES = ROOT / "notebooks", ROOT / "docs" / "notebooks"
_VIEW = "application/vnd.jupyter.widget-view+json"
_SECONDS = 1200
_SOURCES = {".py", ".js"}
_STILLS = """
import json
from IPython.display import display
from tools.widget_stills import draw_on_blank_pads, stills
draw_on_blank_pads({models!r})
display({{"application/json": stills({models!r})}}, raw=True)
"""


def main() -> None:
    """Run the notebooks that have changed."""
    os.environ["PYTHONPATH"] = os.pathsep.join(
        filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])
    )
    shutil.copytree(NOTEBOOKS / "images", PAGES / "images", dirs_exist_ok=True)
    sources = [path for path in (ROOT / "digit_widgets").rglob("*") if path.suffix in _SOURCES]
    tools = [Path(__file__), *Path(__file__).parent.glob("*_stills.py")]
    code = _hash(*sorted(sources), *sorted(tools))
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        page, key = PAGES / path.name, f"{code} {_hash(path)}"
        if page.is_file() and json.loads(page.read_text())["metadata"].get("made_of") == key:
            continue
        print(f"Running {path.name}", file=sys.stderr)  # noqa: T201 - a command's progress
        notebook = run(nbformat.read(path, as_version=4))
        notebook.metadata["made_of"] = key
        nbformat.write(notebook, page)


def run(notebook: NotebookNode) -> NotebookNode:
    """Run a notebook with its quick values, and return it with still outputs."""
    cells = [each for cell in notebook.cells for each in (cell, *_quick(cell))]
    notebook.cells = cells
    client = NotebookClient(
        notebook, timeout=_SECONDS, resources={"metadata": {"path": str(NOTEBOOKS)}}
    )
    with client.setup_kernel():
        for index, cell in enumerate(cells):
            client.execute_cell(cell, index)
        models = [output.data[_VIEW]["model_id"] for output in _shown(cells)]
        last = nbformat.v4.new_code_cell(_STILLS.format(models=models))
        notebook.cells = [*cells, last]
        client.execute_cell(last, len(cells))
    notebook.cells = [_described(cell) for cell in cells]
    made = last.outputs[-1].data["application/json"]
    for output in _shown(notebook.cells):
        output.data = NotebookNode({"text/html": made[output.data[_VIEW]["model_id"]]})
    return notebook


def _quick(cell: NotebookNode) -> Iterator[NotebookNode]:
    """Yield a cell that sets the quick values instead of a cell's own, if there are any."""
    if mock := cell.metadata.get("nbmake", {}).get("mock"):
        lines = (f"{name} = {value!r}" for name, value in mock.items())
        yield nbformat.v4.new_code_cell("\n".join(lines), metadata={"quick": True})


def _described(cell: NotebookNode) -> NotebookNode:
    """Replace a cell that sets quick values by a note on them."""
    if not cell.metadata.get("quick"):
        return cell
    values = "; ".join(f"`{line}`" for line in cell.source.splitlines())
    return nbformat.v4.new_markdown_cell(
        f":::{{note}}\nThe outputs on this page are those of a quick run: {values}. "
        "Figures of a whole training differ.\n:::"
    )


def _shown(cells: list[NotebookNode]) -> Iterator[Any]:
    """Yield the outputs that are widgets."""
    for cell in cells:
        for output in cell.get("outputs", []):
            if _VIEW in output.get("data", {}):
                yield output


def _hash(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
