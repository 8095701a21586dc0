"""Latency from pointer to ink and to bars: ``python -m benchmarks.journey [MNIST_NPZ]``.

Ten digits are drawn by mouse, at 60 events a second, on a pad in Voila and in JupyterLab, over a
network that delays all bytes by 0, 40 and 100 ms each way, varied by up to a quarter; on a pad
whose model takes 200 ms per prediction; and on one that predicts with a network that is being
trained in its kernel. Ink and bars are watched in turns. The pen is thin, so that a point is not
bright before its own ink is there. Times end after the frame that shows the change: the resolution
is one frame (17 ms).

It also counts the points whose ink disappeared again, and the points whose ink came later than that
of the next point. The last prediction must be for the whole drawing.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks._devtools import Browser, Tab, chromium
from benchmarks._journeys import MODEL, NOTES, TRAINING, Journey
from benchmarks._notebooks import mnist_argument, write_notebook
from benchmarks._table import print_table
from tests.support.digits import DIGITS, Strokes, finely
from tests.support.networks import slow_network
from tests.support.pages import HAS_KERNEL, RUN_ALL, notebook_url
from tests.support.servers import lab_server, voila_server

_WATCH = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_DELAYS = (0.0, 0.04, 0.1)
#: Jitter, as a share of the delay.
_JITTER = 0.25
_EVENTS = 60.0

#: JavaScript expressions for a page with one pad.
_PAD = "document.querySelector('.digit-widgets-pad')"
_IS_READY = f"{_PAD}?.querySelectorAll('.digit-widgets-chart .bar').length === 10"
_IS_BLACK = f"""{_PAD}?.querySelector('canvas.digit-widgets-canvas')?.getContext('2d')
    .getImageData(0, 0, 1, 1).data[3]"""
_IS_TRAINING = "/Running .* images\\/s/.test(document.body.innerText)"
_TOLD = "document.querySelector('.told .widget-html-content')?.textContent"


def main() -> None:
    """Measure both hosts, near and far, a slow model and one in training, and print a table."""
    asyncio.run(_measure())


async def _measure() -> None:
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
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
        async with chromium() as browser:
            with voila_server(folder) as url:
                first = await _opened(browser, url)
                await asyncio.sleep(5)  # the next visitor's kernel is preheated meanwhile
                second = await _opened(browser, url)
            for delay in _DELAYS:
                with voila_server(folder, notebook=quick) as url, _through(url, delay) as far:
                    journey = await _drawn(browser, far)
                    rows.append(["Voila", f"{1000 * delay:.0f}", *journey.row()])
            with voila_server(folder, notebook=slow) as url:
                rows.append(["Voila, slow model", "0", *(await _drawn(browser, url)).row()])
            with lab_server(folder, notebooks) as url:
                for delay in _DELAYS:
                    with _through(url, delay) as far:
                        journey = await _drawn(browser, far, quick)
                        rows.append(["JupyterLab", f"{1000 * delay:.0f}", *journey.row()])
                for name, path in (("slow model", slow), ("training", training)):
                    journey = await _drawn(browser, url, path)
                    rows.append([f"JupyterLab, {name}", "0", *journey.row()])
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
    """Yield an address of the same server, reached over a slow network."""
    parts = urlsplit(url)
    assert parts.port
    if not delay:
        yield url
        return
    with slow_network(parts.port, delay, _JITTER * delay) as network:
        yield parts._replace(netloc=f"127.0.0.1:{network.port}").geturl()


async def _drawn(browser: Browser, url: str, notebook: Path | None = None) -> Journey:
    """Draw all digits on a page's pad."""
    if notebook:
        url = notebook_url(url, notebook.name)
    async with browser.open(url) as tab:
        if notebook:
            await tab.wait_for(HAS_KERNEL)
            await tab.evaluate(RUN_ALL)
        await tab.wait_for(f"{_IS_READY} && {_TOLD} === ''")
        if notebook and notebook.stem == "training":
            await tab.wait_for(_IS_TRAINING)
            await asyncio.sleep(10)  # until the network has learnt something
        await asyncio.sleep(5)  # JupyterLab is still loading its own parts
        await tab.evaluate(f"({_WATCH})({_PAD})")
        journey = Journey()
        for number, strokes in enumerate(DIGITS.values()):
            watches = {"points": [], "readings": [], "gone": 0, "watchesInk": number % 2 == 0}
            await tab.evaluate(f"void Object.assign(journey, {json.dumps(watches)})")
            await _draw(tab, strokes)
            await asyncio.sleep(1.5)
            log = await tab.evaluate("journey")
            await tab.evaluate("void (journey.points = [])")
            await tab.evaluate(f"{_PAD}.querySelector('button[aria-label^=Reset]').click()")
            await asyncio.sleep(1.2)
            if number % 2 == 0:
                journey.add_ink(log)
            else:
                journey.add_bars(log, json.loads(await tab.evaluate(_TOLD)))
    return journey


async def _opened(browser: Browser, url: str) -> float:
    """Return the seconds until a visitor's page can be drawn on."""
    start = time.perf_counter()
    async with browser.open(url) as tab:
        await tab.wait_for(_IS_BLACK)
        return time.perf_counter() - start


async def _draw(tab: Tab, strokes: Strokes) -> None:
    """Draw by mouse, each event when it is due: a hand does not wait for the page either."""
    surface = f"{_PAD}.querySelector('.digit-widgets-ink')"
    await tab.evaluate(f"{surface}.scrollIntoView({{block: 'nearest'}})")
    await asyncio.sleep(0.5)
    box = await tab.evaluate(f"{surface}.getBoundingClientRect().toJSON()")
    # In whole pixels, the only precision of the event that lifts the pointer.
    left, top = round(box["x"]), round(box["y"])
    due = time.monotonic()
    for stroke in strokes:
        points = [(left + x, top + y) for x, y in finely(stroke)]
        await tab.mouse("Moved", *points[0], down=False)
        await tab.mouse("Pressed", *points[0], down=True)
        due, sent = max(due, time.monotonic()), []
        for point in points[1:]:
            due += 1 / _EVENTS
            await asyncio.sleep(due - time.monotonic())
            sent.append(tab.mouse("Moved", *point, down=True))
        await asyncio.gather(*sent)
        await tab.mouse("Released", *points[-1], down=False)


if __name__ == "__main__":
    main()
