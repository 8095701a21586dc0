"""Pointer to bars, as a person sees it, in Chromium: ``python -m benchmarks.latency``.

Twenty drawings (ten digits, twice) are made by mouse, at up to 75 events a second, on the page in
Voila and on the same notebook in JupyterLab. Times are those of the frame in which the change is
painted, so that the resolution is one frame (17 ms).
"""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks._table import print_table, spread
from tests.browsing.digits import DIGITS
from tests.browsing.pages import Pad, chromium, open_lab, open_voila
from tests.browsing.servers import lab_server, voila_server

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"

#: Watches one pad: when the pen was lifted, when it last moved, when bars or headline changed.
_WATCH = """pad => {
    const log = {up: 0, move: 0, shown: []};
    const canvas = pad.querySelector('canvas.digit-widgets-canvas');
    canvas.addEventListener('mouseup', () => { log.up = performance.now(); }, true);
    canvas.addEventListener('mousemove', () => { log.move = performance.now(); }, true);
    const parts = ['.digit-widgets-chart', '.digit-widgets-headline'];
    let waiting = false;
    const observer = new MutationObserver(() => {
        if (waiting) return;
        waiting = true;
        requestAnimationFrame(() => { waiting = false; log.shown.push(performance.now()); });
    });
    for (const part of parts) observer.observe(pad.querySelector(part),
        {subtree: true, childList: true, characterData: true, attributes: true});
    window.padLog = log;
}"""


def main() -> None:
    """Measure both hosts and print a table."""
    rows = []
    with chromium() as browser, tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with voila_server(folder) as url:
            first = _opened(browser, url)
            time.sleep(5)  # the next visitor's kernel is being kept warm
            second = _opened(browser, url)
            page = browser.new_page()
            rows.append(_row("Voila", open_voila(page, url), f"{first:.1f} / {second:.1f}"))
            page.close()
        # JupyterLab writes to what it opens.
        with lab_server(folder, shutil.copytree(NOTEBOOKS, folder / "notebooks")) as url:
            page = browser.new_page()
            rows.append(_row("JupyterLab", open_lab(page, url, "app.ipynb"), "-"))
            page.close()
    print_table(
        [
            "host",
            "mouse-up to final bars, ms (median / 95th)",
            "last move to final bars, ms",
            "readings shown a second",
            "page opened to ready, s (1st / 2nd visitor)",
        ],
        rows,
    )


def _opened(browser: Browser, url: str) -> float:
    page = browser.new_page()
    start = time.perf_counter()
    pad = open_voila(page, url)
    while pad.canvas.evaluate("c => c.getContext('2d').getImageData(0, 0, 1, 1).data[3]") == 0:
        time.sleep(0.01)
    elapsed = time.perf_counter() - start
    page.close()
    return elapsed


def _row(host: str, pad: Pad, opened: str) -> list[str]:
    pad.page.wait_for_timeout(2000)
    pad.root.evaluate(_WATCH)
    after_up, after_move, rates = [], [], []
    for label, strokes in [*DIGITS.items()] * 2:
        pad.page.evaluate("() => { window.padLog.shown = []; }")
        start = pad.page.evaluate("performance.now()")
        pad.draw(strokes, events_per_second=75)
        pad.page.wait_for_timeout(700)
        log = pad.page.evaluate("window.padLog")
        assert pad.label == label, f"{host} reads {label} as {pad.label!r}"
        final = max(log["shown"])
        after_up.append(max(final - log["up"], 0.0))
        after_move.append(final - log["move"])
        during = [shown for shown in log["shown"] if start <= shown <= log["up"]]
        rates.append(len(during) / (log["up"] - start) * 1000)
        pad.press("Reset")
        pad.page.wait_for_timeout(200)
    rate = sorted(rates)[len(rates) // 2]
    return [host, spread(after_up), spread(after_move), f"{rate:.0f}", opened]


if __name__ == "__main__":
    main()
