"""From pointer to ink and to bars, near the kernel and far away: ``python -m benchmarks.journey``.

Ten digits are drawn by mouse, at 60 events a second, on a pad in Voila and in JupyterLab, over a
network that holds up all bytes by 0, 40 and 100 ms each way, more or less by a quarter; and once,
with no network between, on a pad whose model takes 200 ms a reading. The pen is thin, so that a
point is not bright before its own ink is there. Times end after the frame that shows the change,
so that the resolution is one frame (17 ms).

Printed besides: how many points' ink, once there, was found gone; how many points' ink came later
than that of the point after them; and whether what was read last was always the whole drawing.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray
from playwright.async_api import Mouse
from playwright.sync_api import Browser, Page

from benchmarks._notebooks import write_notebook
from benchmarks._slow_network import slow_network
from benchmarks._table import print_table, spread
from tests.browsing.digits import DIGITS, Strokes, finely
from tests.browsing.pages import Pad, chromium, open_lab, open_voila
from tests.browsing.servers import lab_server, voila_server

_WATCH = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_DELAYS = (0.0, 0.04, 0.1)
#: Jitter, as a share of the delay.
_JITTER = 0.25
_EVENTS = 60.0
_CELL = """
    import json
    import time
    from digit_widgets import DigitPad, load_predictor
    from ipywidgets import HTML, VBox

    network = load_predictor("cnn")

    def model(images):
        time.sleep({seconds})
        return network.predict_proba(images)

    pad, told, readings = DigitPad(model if {seconds} else "cnn"), HTML(), []
    pad.canvas.pen_width = 4
    told.add_class("told")
    told.layout.display = "none"
    show = pad._show_reading

    def note(ink, start):
        show(ink, start)
        if ink.is_blank:
            told.value = json.dumps(readings)
            readings.clear()
        else:
            readings.append((ink.n_points, pad.probabilities))

    pad._show_reading = note
    VBox([pad, told])
"""


@dataclass
class Journey:
    """What was seen of some drawings; times in milliseconds."""

    to_ink: list[float] = field(default_factory=list)
    to_bars: list[float] = field(default_factory=list)
    to_final: list[float] = field(default_factory=list)
    ages: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    events: list[float] = field(default_factory=list)
    gone: int = 0
    late: int = 0

    def add_ink(self, log: dict[str, Any]) -> None:
        """Take in a drawing whose ink was watched."""
        times = self._times(log)
        inked = [point["inked"] for point in log["points"]]
        assert all(inked), "Ink of a point was never there."
        self.to_ink += (np.array(inked) - times).tolist()
        self.gone += log["gone"]
        self.late += sum(later < earlier for earlier, later in pairwise(inked))

    def add_bars(self, log: dict[str, Any], readings: list[tuple[int, list[float]]]) -> None:
        """Take in a drawing whose bars were watched, and what the kernel read of it, in order."""
        times = self._times(log)
        assert readings[-1][0] == len(times), "What was read last is not the whole drawing."
        since = [bars for bars in log["readings"] if bars["shown"] > times[0]]
        shown = _matched(since, readings)
        assert _are_shown(log["readings"][-1], readings[-1]), "What was read last is not shown."
        self.to_final.append(max(0.0, log["readings"][-1]["shown"] - log["up"]))
        during = [(readings[which][0], at) for which, at in shown if at <= times[-1]]
        self.rates.append(len(during) / (times[-1] - times[0]) * 1000)
        for n, at in during:
            self.to_bars.append(at - times[n - 1])
            self.ages.append(times[times <= at][-1] - times[n - 1])

    def _times(self, log: dict[str, Any]) -> NDArray[np.float64]:
        times = np.array([point["time"] for point in log["points"]])
        self.events.append(len(times) / (times[-1] - times[0]) * 1000)
        return times

    def row(self) -> list[str]:
        """Its figures, for a table."""
        return [
            f"{np.median(self.events):.0f}",
            spread(self.to_ink),
            f"{self.gone} / {self.late}",
            f"{np.median(self.rates):.1f}",
            spread(self.to_bars),
            spread(self.ages),
            spread(self.to_final),
        ]


def _matched(
    shown: list[dict[str, Any]], readings: list[tuple[int, list[float]]]
) -> list[tuple[int, float]]:
    """Find which reading each state of the bars shows: its place, and when it was shown."""
    found, after = [], 0
    for bars in shown:
        for place in range(after, len(readings)):
            if _are_shown(bars, readings[place]):
                found.append((place, bars["shown"]))
                after = place + 1
                break
    return found


def _are_shown(bars: dict[str, Any], reading: tuple[int, list[float]]) -> bool:
    widths, probabilities = np.array(bars["widths"]), np.array(reading[1])
    return bool(np.allclose(widths, widths.sum() * probabilities, atol=1e-3))


def main() -> None:
    """Measure both hosts, near and far, and a slow model, and print a table."""
    rows = []
    with chromium() as browser, tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        notebooks = folder / "notebooks"
        quick, slow = (
            write_notebook(notebooks, f"{name}.ipynb", [_CELL.format(seconds=seconds)])
            for name, seconds in (("quick", 0.0), ("slow", 0.2))
        )
        with lab_server(folder, notebooks) as url:
            for delay in _DELAYS:
                with _through(url, delay) as far:
                    journey = _drawn(browser, far, quick.name)
                    rows.append(["JupyterLab", f"{1000 * delay:.0f}", *journey.row()])
            rows.append(["JupyterLab, slow model", "0", *_drawn(browser, url, slow.name).row()])
        for delay in _DELAYS:
            with voila_server(folder, notebook=quick) as url, _through(url, delay) as far:
                rows.append(["Voila", f"{1000 * delay:.0f}", *_drawn(browser, far).row()])
        with voila_server(folder, notebook=slow) as url:
            rows.append(["Voila, slow model", "0", *_drawn(browser, url).row()])
        shutil.rmtree(notebooks)
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
    with slow_network(parts.port, delay, _JITTER * delay) as port:
        yield parts._replace(netloc=f"127.0.0.1:{port}").geturl()


def _drawn(browser: Browser, url: str, notebook: str = "") -> Journey:
    """Draw all digits on a page's pad."""
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    pad = open_lab(page, url, notebook) if notebook else open_voila(page, url)
    page.locator(".told").wait_for(state="attached")
    page.wait_for_timeout(3000)
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
