"""The page in one file, beside the one of Voila: ``python -m benchmarks.page``.

Measured in one run: the size of a page with one network; the time from opening its file to its
first reading; and the time from lifting the pointer to the final bars, with a last point where the
pointer is lifted, on that page, on the same with its processor slowed four times, and on Voila's
page with a kernel. Times end after the frame that shows the change: the resolution is one frame
(17 ms).
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks._devtools import Browser, Tab, chromium
from benchmarks._table import print_table, spread
from digit_widgets.app.standalone.page_file import find_models
from digit_widgets.app.standalone.site_files import write_page
from tests.support.digits import DIGITS, Strokes, finely
from tests.support.servers import voila_server

_OPENED, _ROUNDS, _EVENTS = 7, 1, 60.0
#: Selectors of the bars, on the page and on Voila's.
_FILE, _VOILA = ".digit-widgets-bars .bar-row i", ".digit-widgets-chart .bar"
#: Notes when the pointer was lifted, and after which frame the bars had changed for the last time.
_WATCH = """(selector) => {
    const bars = () => [...document.querySelectorAll(selector)].slice(0, 10).map(bar =>
        bar.getAttribute('width') ?? bar.style.getPropertyValue('--share')).join();
    window.lifted = {up: 0, changed: 0, bars: ''};
    const surface = document.querySelector('.digit-widgets-ink');
    surface.addEventListener('pointerup', event => (lifted.up = event.timeStamp), true);
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
        const now = bars();
        if (now !== lifted.bars) Object.assign(lifted, {bars: now, changed: performance.now()});
    };
    const frame = () => {
        port2.postMessage(null);
        requestAnimationFrame(frame);
    };
    frame();
}"""
#: True once the first reading is there, which tells that the network is open.
_READS = "document.querySelectorAll('.bar-row i[style*=share]').length >= 10"
_IS_VOILA_READY = f"document.querySelectorAll('{_VOILA}').length >= 10"


def main() -> None:
    """Measure, and print a table."""
    asyncio.run(_measure())


async def _measure() -> None:
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for model in ("cnn", "ann", "reader"):
            path = write_page(Path(scratch, f"{model}.html"), find_models([model]))
            async with chromium() as browser:
                opened = [await _open(browser, path.as_uri()) for _ in range(_OPENED)]
                near = await _lift_all(browser, path.as_uri(), _FILE, _READS)
                slow = await _lift_all(browser, path.as_uri(), _FILE, _READS, slowed=4)
            size = f"{path.stat().st_size / 1e6:.2f}"
            first, *later = (1000 * each for each in opened)
            ready = f"{first:.0f}; {spread(later)}"
            rows += [[f"file, {model}", size, ready, spread(near)]]
            rows += [[f"file, {model}, slowed 4 times", "", "", spread(slow)]]
        async with chromium() as browser:
            with voila_server(Path(scratch)) as url:
                far = await _lift_all(browser, url, _VOILA, _IS_VOILA_READY)
        rows.append(["Voila, reader", "", "", spread(far)])
    print("Times in ms, median / 95th percentile; the first opening is that of a new browser.")
    print_table(["page", "MB", "opened to reading: first; next", "pen-up to final bars"], rows)


async def _open(browser: Browser, url: str) -> float:
    """Return the seconds until a page reads."""
    start = time.perf_counter()
    async with browser.open(url) as tab:
        await tab.wait_for(_READS)
        return time.perf_counter() - start


async def _lift_all(
    browser: Browser, url: str, bars: str, ready: str, *, slowed: float = 1
) -> list[float]:
    """Draw all digits, and return the milliseconds from lifting the pointer to the final bars."""
    found = []
    async with browser.open(url) as tab:
        await tab.wait_for(ready)
        await asyncio.sleep(5)  # Voila's page is still building what is seen later
        await tab.send("Emulation.setCPUThrottlingRate", rate=slowed)
        await tab.evaluate(f"({_WATCH})({bars!r})")
        for _ in range(_ROUNDS):
            for strokes in DIGITS.values():
                await _draw(tab, strokes)
                await asyncio.sleep(1.5)
                log: dict[str, Any] = await tab.evaluate("lifted")
                # The bars did not change if the last point changed no figure of theirs.
                if log["changed"] > log["up"]:
                    found.append(log["changed"] - log["up"])
                await tab.evaluate("document.querySelector('button[aria-label^=Reset]').click()")
                await asyncio.sleep(0.8)
    return found


async def _draw(tab: Tab, strokes: Strokes) -> None:
    """Draw by mouse, each event when it is due; each stroke ends where the pointer is lifted.

    That is at two thirds of it: of a drawing that is no longer in doubt, the last point moves
    no bar by as much as is seen.
    """
    box = await tab.evaluate(
        "document.querySelector('.digit-widgets-ink').getBoundingClientRect().toJSON()"
    )
    scale = box["width"] / 280
    due = time.monotonic()
    for stroke in strokes:
        points = [
            (round(box["x"] + scale * x), round(box["y"] + scale * y)) for x, y in finely(stroke)
        ]
        points = points[: 2 * len(points) // 3]
        await tab.mouse("Moved", *points[0], down=False)
        await tab.mouse("Pressed", *points[0], down=True)
        due, sent = max(due, time.monotonic()), []
        for point in points[1:-1]:
            due += 1 / _EVENTS
            await asyncio.sleep(due - time.monotonic())
            sent.append(tab.mouse("Moved", *point, down=True))
        await asyncio.gather(*sent)
        due += 1 / _EVENTS
        await asyncio.sleep(max(due - time.monotonic(), 0))
        await tab.mouse("Released", *points[-1], down=False)


if __name__ == "__main__":
    main()
