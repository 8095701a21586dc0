"""From pointer to ink and to bars: ``python -m benchmarks.journey [MNIST_NPZ]``.

Ten digits are drawn by mouse, at 60 events a second, on a pad in Voila and in JupyterLab, over a
network that holds up all bytes by 0, 40 and 100 ms each way, more or less by a quarter; on a pad
whose model takes 200 ms a reading; and on one in whose kernel a network is trained meanwhile, that
the pad reads with. Ink and bars are watched in turns. The pen is thin, so that a point is not
bright before its own ink is there. Times end after the frame that shows the change, so that the
resolution is one frame (17 ms).

Counted besides: how many points' ink, once there, was found gone, and how many points' ink came
later than that of the point after them. What was read last must be the whole drawing.
"""

from __future__ import annotations

import asyncio
import json
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import Mouse
from playwright.sync_api import Browser, Page

from benchmarks._journeys import MODEL, NOTES, TRAINING, Journey
from benchmarks._notebooks import mnist_argument, write_notebook
from benchmarks._table import print_table
from tests.browsing.digits import DIGITS, Strokes, finely
from tests.browsing.networks import slow_network
from tests.browsing.pages import Pad, chromium, open_lab, open_voila
from tests.browsing.servers import lab_server, voila_server

_WATCH = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_DELAYS = (0.0, 0.04, 0.1)
#: Jitter, as a share of the delay.
_JITTER = 0.25
_EVENTS = 60.0


def main() -> None:
    """Measure both hosts, near and far, a slow model and one in training, and print a table."""
    rows = []
    with chromium() as browser, tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        notebooks = folder / "notebooks"
        quick, slow, training = (
            write_notebook(notebooks, f"{name}.ipynb", [cell, NOTES])
            for name, cell in (
                ("quick", MODEL.format(seconds=0.0)),
                ("slow", MODEL.format(seconds=0.2)),
                ("training", TRAINING.format(mnist=mnist_argument())),
            )
        )
        with voila_server(folder) as url:
            first = _opened(browser, url)
            time.sleep(5)  # the next visitor's kernel is being kept warm
            second = _opened(browser, url)
        for delay in _DELAYS:
            with voila_server(folder, notebook=quick) as url, _through(url, delay) as far:
                rows.append(["Voila", f"{1000 * delay:.0f}", *_drawn(browser, far).row()])
        with voila_server(folder, notebook=slow) as url:
            rows.append(["Voila, slow model", "0", *_drawn(browser, url).row()])
        with lab_server(folder, notebooks) as url:
            for delay in _DELAYS:
                with _through(url, delay) as far:
                    journey = _drawn(browser, far, quick.name)
                    rows.append(["JupyterLab", f"{1000 * delay:.0f}", *journey.row()])
            for name, path in (("slow model", slow), ("training", training)):
                rows.append([f"JupyterLab, {name}", "0", *_drawn(browser, url, path.name).row()])
    print(f"Page opened to ready: {first:.1f} s, by the next visitor {second:.1f} s.")
    print("Times in ms, median / 95th percentile.")
    print_table(
        [
            "host",
            "delay each way, ms",
            "events a second",
            "pointer to ink",
            "ink gone / out of order",
            "readings shown a second",
            "pointer to bars",
            "newest event newer by",
            "pen-up to final bars",
        ],
        rows,
    )


@contextmanager
def _through(url: str, delay: float) -> Iterator[str]:
    """Give an address that leads to the same server over a slow network."""
    parts = urlsplit(url)
    assert parts.port
    if not delay:
        yield url
        return
    with slow_network(parts.port, delay, _JITTER * delay) as network:
        yield parts._replace(netloc=f"127.0.0.1:{network.port}").geturl()


def _drawn(browser: Browser, url: str, notebook: str = "") -> Journey:
    """Draw all digits on a page's pad."""
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    pad = open_lab(page, url, notebook) if notebook else open_voila(page, url)
    page.locator(".told").wait_for(state="attached")
    if notebook == "training.ipynb":
        under_way = page.get_by_text(re.compile("^Running .* images/s"))
        under_way.wait_for(timeout=60_000)
        page.wait_for_timeout(10_000)  # the network has learnt something
    page.wait_for_timeout(5000)  # JupyterLab is still loading parts of its own
    pad.settle()
    pad.root.evaluate(_WATCH)
    journey = Journey()
    told = page.locator(".told .widget-html-content")
    for number, strokes in enumerate(DIGITS.values()):
        watches = {"points": [], "readings": [], "gone": 0, "watchesInk": number % 2 == 0}
        page.evaluate("watches => Object.assign(journey, watches)", watches)
        _draw(page, pad, strokes)
        page.wait_for_timeout(1500)
        log = page.evaluate("journey")
        page.evaluate("() => { journey.points = []; }")
        pad.press("Reset")
        page.wait_for_timeout(1200)
        if number % 2 == 0:
            journey.add_ink(log)
        else:
            journey.add_bars(log, json.loads(told.text_content() or ""))
    page.close()
    return journey


def _opened(browser: Browser, url: str) -> float:
    """Return the seconds until a visitor's page can be drawn on."""
    page = browser.new_page()
    start = time.perf_counter()
    pad = open_voila(page, url)
    while pad.canvas.evaluate("c => c.getContext('2d').getImageData(0, 0, 1, 1).data[3]") == 0:
        time.sleep(0.01)
    elapsed = time.perf_counter() - start
    page.close()
    return elapsed


def _draw(page: Page, pad: Pad, strokes: Strokes) -> None:
    """Draw by mouse, an event when it is due: a hand does not wait for the page either.

    Playwright's own calls return when the page has dealt with the event, frames later; it has no
    public way to send events meanwhile.
    """
    # In whole pixels, of which alone the lifting of a pointer tells.
    left, top = map(round, pad.position((0, 0)))
    mouse = Mouse(page.mouse._impl_obj)

    async def draw() -> None:
        loop = asyncio.get_running_loop()
        due = loop.time()
        for stroke in strokes:
            (x, y), *others = finely(stroke)
            await mouse.move(left + x, top + y)
            await mouse.down()
            due, sent = max(due, loop.time()), []
            for x, y in others:
                due += 1 / _EVENTS
                await asyncio.sleep(due - loop.time())
                sent.append(loop.create_task(mouse.move(left + x, top + y)))
            await asyncio.gather(*sent)
            await mouse.up()

    page._sync(draw())


if __name__ == "__main__":
    main()
