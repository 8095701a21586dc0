"""Time to open a sweep, and to put a model on the pad: ``python -m benchmarks.sweep_board``.

The runs are invented: 200 models of six settings, a run each, with the bundled networks' files. In
Python, this measures creating the board; in Chromium, from a press on a button that creates one to
the frame with all rows, lines and dots, and from a press on a row to the frame in which the pad has
that model and has read its drawing again.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page

from benchmarks._notebooks import write_notebook
from benchmarks._table import print_table, spread
from digit_widgets import SweepBoard
from digit_widgets.predictors import bundled_model
from digit_widgets.sweeps import RunRecord, Setting
from digit_widgets.sweeps.record import MODELS, run_key
from digit_widgets.sweeps.record_files import write_plan, write_record
from tests.support.pages import chromium, show_lab
from tests.support.servers import lab_server, voila_server

RUNS = 200
REPEATS = 6
PRESSES = 20

_CELL = """
    from digit_widgets import Ink, SweepBoard
    from ipywidgets import Button, VBox

    place, button = VBox(), Button(description="Open")

    def show(_):
        board = SweepBoard({folder!r})
        board.pad.ink = Ink.from_strokes([[(80, 60), (200, 60), (130, 240)]], width=16)
        before, place.children = place.children, [board]
        for each in before:
            each.close()

    button.on_click(show)
    VBox([button, place])
    """

#: Presses the button; resolves to the milliseconds until the frame in which all is drawn.
_OPEN = """runs => new Promise(resolve => {
    const before = document.querySelector('.digit-widgets-sweep');
    const start = performance.now();
    const count = (board, selector) => board.querySelectorAll(selector).length;
    const look = () => {
        const board = document.querySelector('.digit-widgets-sweep');
        const drawn = board && board !== before
            && count(board, '.digit-widgets-leaders tbody tr') === runs
            && count(board, '.digit-widgets-parallel path.line') >= runs
            && count(board, '.digit-widgets-costs .object_grp') >= runs;
        requestAnimationFrame(drawn ? () => resolve(performance.now() - start) : look);
    };
    [...document.querySelectorAll('button')].find(each => each.textContent === 'Open').click();
    look();
})"""
#: Presses the number of a row; resolves to the milliseconds until the frame that shows it marked,
#: named beside the pad, and read.
_PRESS = """place => new Promise(resolve => {
    const row = document.querySelectorAll('.digit-widgets-leaders tbody tr')[place];
    const words = document.querySelector('.digit-widgets-stand .digit-widgets-note');
    const before = words.textContent;
    const start = performance.now();
    const look = () => {
        const shown = row.classList.contains('chosen') && words.textContent !== before;
        requestAnimationFrame(shown ? () => resolve(performance.now() - start) : look);
    };
    row.querySelector('button').click();
    look();
})"""


def main() -> None:
    """Measure in Python and in both hosts, and print two tables."""
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        folder = _write_sweep(Path(scratch) / "sweep")
        first, *again = _makings(folder)
        rows = [
            ["created for the first time", f"{first:.2f} s"],
            [f"created again, median of {len(again)}", f"{np.median(again):.2f} s"],
        ]
        print_table([f"{RUNS} runs, in Python", "measured"], rows)
        print()
        rows = []
        for host, page in _hosts(browser, Path(scratch), folder):
            opened = [_settle(page, _OPEN, RUNS) for _ in range(REPEATS)]
            places = np.linspace(1, RUNS - 1, PRESSES).astype(int).tolist()
            pressed = [_settle(page, _PRESS, place) for place in places]
            rows.append([host, f"{opened[0]:.0f}", spread(opened[1:]), spread(pressed)])
        head = ["first opening, ms", "next ones (median / 95th)", "press to pad (median / 95th)"]
        print_table(["in Chromium", *head], rows)


def _write_sweep(folder: Path) -> Path:
    """Write the records of 200 runs, and their models' files."""
    rng = np.random.default_rng(0)
    (folder / MODELS).mkdir(parents=True)
    for name in ("cnn", "ann"):
        shutil.copy(bundled_model(name), folder / MODELS / f"{name}.tflite")
    for number in range(RUNS):
        name = str(rng.choice(["cnn", "ann"]))
        settings: dict[str, Setting] = {
            "architecture": name,
            "dropout": float(rng.choice([0.0, 0.25, 0.5])),
            "learning_rate": float(10 ** rng.uniform(-4, -2)),
            "batch_size": int(rng.choice([32, 64, 128])),
            "n_images": int(rng.choice([500, 1_000, 5_000])),
            "augmentation": float(rng.choice([0.0, 1.0])),
        }
        accuracy = float(rng.uniform(0.85, 0.99))
        record = RunRecord(
            run_key(settings, number, ""),
            settings,
            number,
            "finished",
            n_held_out=5_000,
            accuracy=accuracy,
            loss=1 - accuracy,
            parameters=int(rng.integers(20_000, 600_000)),
            seconds=float(rng.uniform(2, 60)),
            model=f"{name}.tflite",
            ended_at=float(number),
        )
        write_record(folder, record)
    write_plan(folder, {"total": RUNS})
    return folder


def _makings(folder: Path) -> list[float]:
    """Create the board several times; return the seconds of each."""
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        board = SweepBoard(folder)
        seconds.append(time.perf_counter() - start)
        board.close()
    return seconds


def _hosts(browser: Browser, scratch: Path, folder: Path) -> Iterator[tuple[str, Page]]:
    """Open the notebook in one host, and then in the other."""
    cells = [_CELL.format(folder=str(folder))]
    notebook = write_notebook(scratch / "notebooks", "board.ipynb", cells)
    with voila_server(scratch, notebook=notebook) as url:
        page = browser.new_page(viewport={"width": 1280, "height": 1400})
        page.goto(url)
        yield "Voila", page
        page.close()
    with lab_server(scratch, notebook.parent) as url:
        page = browser.new_page(viewport={"width": 1280, "height": 1400})
        show_lab(page, url, notebook.name)
        yield "JupyterLab", page
        page.close()


def _settle(page: Page, script: str, value: int) -> float:
    """Run a script that measures, and let the page come to rest."""
    page.get_by_role("button", name="Open", exact=True).wait_for(timeout=60_000)
    milliseconds = float(page.evaluate(script, value))
    page.wait_for_timeout(1_000)
    return milliseconds


if __name__ == "__main__":
    main()
