"""Pads on a notebook's page: ``python -m benchmarks.live_pads``.

For notebooks with one pad, with ten, and with three that have two networks between them: the size
of the page, the seconds in which it is written, and the time from opening its file to when the
first and the last pad can be drawn on, by the page's own clock.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks._devtools import Browser, chromium
from benchmarks._table import print_table, spread
from digit_widgets.app.standalone.notebook_exporter import NotebookExporter
from digit_widgets.widgets import DigitPad, ModelComparison, NumberPad
from tests.support.pad_notebooks import notebook_of

_OPENED = 7
_NOTEBOOKS: dict[str, Callable[[], list[Any]]] = {
    "a DigitPad, cnn": lambda: [DigitPad("cnn")],
    "a DigitPad, reader": lambda: [DigitPad("reader")],
    "ten, cnn": lambda: [DigitPad("cnn") for _ in range(10)],
    "one of each, cnn and ann": lambda: [
        DigitPad("cnn"),
        ModelComparison(["cnn", "ann"]),
        NumberPad("cnn"),
    ],
}
#: Notes when each pad is there.
_WATCH = """
window.drawable = [];
const look = () => {
    for (const [at, place] of document.querySelectorAll('[data-pad]').entries()) {
        if (place.shadowRoot?.querySelector('.digit-widgets-ink'))
            drawable[at] ??= performance.now();
    }
    requestAnimationFrame(look);
};
look();
"""
_ARE_THERE = "drawable.length && drawable.length === document.querySelectorAll('[data-pad]').length"


def main() -> None:
    """Measure, and print a table."""
    asyncio.run(_measure())


async def _measure() -> None:
    rows = []
    NotebookExporter().from_notebook_node(notebook_of(DigitPad("cnn")))  # imports what it needs
    with tempfile.TemporaryDirectory() as scratch:
        for name, make in _NOTEBOOKS.items():
            notebook = notebook_of(*make())
            start = time.perf_counter()
            text, _ = NotebookExporter().from_notebook_node(notebook)
            seconds = time.perf_counter() - start
            path = Path(scratch, "notebook.html")
            path.write_text(text, encoding="utf-8")
            async with chromium() as browser:
                times = [await _open(browser, path.as_uri()) for _ in range(_OPENED)]
            first, last = zip(*times, strict=True)
            size = f"{path.stat().st_size / 1e6:.2f}"
            rows.append([name, size, f"{seconds:.2f}", spread(first), spread(last)])
    print("Times to draw in ms, median / 95th percentile.")
    print_table(["pads", "MB", "written in s", "first pad", "last pad"], rows)


async def _open(browser: Browser, url: str) -> tuple[float, float]:
    """Return the milliseconds until the first and the last pad can be drawn on."""
    async with browser.open("about:blank") as tab:
        await tab.send("Page.enable")
        await tab.send("Page.addScriptToEvaluateOnNewDocument", source=_WATCH)
        await tab.send("Page.navigate", url=url)
        await tab.wait_for(f"location.href !== 'about:blank' && ({_ARE_THERE})")
        times: list[float] = await tab.evaluate("drawable")
    return times[0], times[-1]


if __name__ == "__main__":
    main()
