"""Pointer to bars, as people see it, in Chromium: ``python -m benchmarks.latency [MNIST_NPZ]``.

Twenty drawings (ten digits, twice) are made by mouse, at up to 75 events a second, on the page in
Voila and on the same notebook in JupyterLab. Times are those of the frame in which the change is
painted, so that the resolution is one frame (17 ms).

The third row is a notebook in JupyterLab in whose kernel a convolutional network is trained
meanwhile, which reads the pad as it is at the moment. Its bars move without a pointer, too, and
do not tell when they have taken a stroke in: the picture of what the network sees does, which
changes with the ink alone. A reading sends the bars before the picture, so that the times of that
row are the picture's, and the bars' are no longer.
"""

from __future__ import annotations

import re
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks._notebooks import mnist_argument, write_notebook
from benchmarks._table import print_table, spread
from tests.browsing.digits import DIGITS
from tests.browsing.pages import Pad, chromium, open_lab, open_voila
from tests.browsing.servers import lab_server, voila_server

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"

#: What is painted by a reading, and of that what depends on nothing but the ink.
_READING = [".digit-widgets-chart", ".digit-widgets-headline"]
_INK_ALONE = [".digit-widgets-preview"]

#: Watches one pad: when the pen was lifted, when it last moved, when some of its parts changed.
_WATCH = """(pad, parts) => {
    const log = {up: 0, move: 0, moves: 0, shown: []};
    const surface = pad.querySelector('.digit-widgets-ink');
    surface.addEventListener('pointerup', event => { log.up = event.timeStamp; }, true);
    surface.addEventListener('pointermove', event => {
        log.move = event.timeStamp;
        log.moves += 1;
    }, true);
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

_TRAINING = (
    """
    from digit_widgets import DigitPad, TrainingMonitor, load_mnist
    from digit_widgets.training import FitSettings, fit

    pad = DigitPad()
    monitor = TrainingMonitor([pad])
    monitor.start(fit, "cnn", load_mnist({mnist!r}), FitSettings(epochs=10_000))
    """,
    "pad",
    "monitor",
)


def main() -> None:
    """Measure both hosts, and a training in one, and print a table."""
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
        notebooks = shutil.copytree(NOTEBOOKS, folder / "notebooks")
        cells = [cell.format(mnist=mnist_argument()) for cell in _TRAINING]
        write_notebook(notebooks, "training.ipynb", cells)
        with lab_server(folder, notebooks) as url:
            page = browser.new_page()
            rows.append(_row("JupyterLab", open_lab(page, url, "app.ipynb"), "-"))
            page.close()
            page = browser.new_page()
            pad = open_lab(page, url, "training.ipynb")
            under_way = page.get_by_text(re.compile("^Running .* images/s"))
            under_way.wait_for(timeout=60_000)
            page.wait_for_timeout(10_000)  # the network has learnt something
            rows.append(_row("JupyterLab, training", pad, "-", training=True))
            assert under_way.is_visible(), "The training ended while it was drawn for."
            page.close()
    print_table(
        [
            "host",
            "mouse-up to final bars, ms (median / 95th)",
            "last move to final bars, ms",
            "readings shown a second",
            "pointer events a second",
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


def _row(host: str, pad: Pad, opened: str, *, training: bool = False) -> list[str]:
    pad.page.wait_for_timeout(2000)
    pad.root.evaluate(_WATCH, _INK_ALONE if training else _READING)
    after_up, after_move, rates, events = [], [], [], []
    for label, strokes in [*DIGITS.items()] * 2:
        pad.page.evaluate("() => { Object.assign(window.padLog, {moves: 0, shown: []}); }")
        start = pad.page.evaluate("performance.now()")
        pad.draw(strokes, events_per_second=75)
        pad.page.wait_for_timeout(1500 if training else 700)
        log = pad.page.evaluate("window.padLog")
        # A network that has just begun may take it for another.
        assert pad.label == label or (training and pad.label), (
            f"{host} reads {label} as {pad.label!r}"
        )
        final = max(log["shown"])
        after_up.append(max(final - log["up"], 0.0))
        after_move.append(final - log["move"])
        during = [shown for shown in log["shown"] if start <= shown <= log["up"]]
        rates.append(len(during) / (log["up"] - start) * 1000)
        events.append(log["moves"] / (log["up"] - start) * 1000)
        pad.press("Reset")
        pad.page.wait_for_timeout(200)
    a_second = [f"{statistics.median(each):.0f}" for each in (rates, events)]
    return [host, spread(after_up), spread(after_move), *a_second, opened]


if __name__ == "__main__":
    main()
