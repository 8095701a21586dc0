"""A pad on a page, used like a person does, by mouse or touch, and inspected."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal
from uuid import uuid4

from playwright.sync_api import Browser, FloatRect, Locator, Page, sync_playwright

from tests.support.chromium import ARGUMENTS, find_chromium
from tests.support.digits import Strokes, finely

__all__ = [
    "HAS_KERNEL",
    "RUN_ALL",
    "Pad",
    "change_theme",
    "chromium",
    "notebook_url",
    "open_document",
    "open_lab",
    "open_voila",
    "settle",
    "show_lab",
    "trust",
    "wait_until",
]

#: JavaScript expressions for JupyterLab's page: true if the open notebook has its kernel; open
#: another notebook; run all cells.
HAS_KERNEL = """window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel
    ?.connectionStatus === 'connected'"""
#: Resolves once JupyterLab has asked the kernel for its widgets and taken those of the notebook,
#: which it does in fewer questions, one after the other, than are asked here. An output that is
#: trusted between the two, sooner than a person could, stays an error: "model not found".
_RESTORED = """async () => {
    const session = window.jupyterapp.shell.currentWidget.sessionContext;
    await session.ready;
    await session.session.kernel.info;
    for (let n = 0; n < 12; n++) await session.session.kernel.requestCommInfo({});
}"""
_OPEN = """async path => {
    const widget = await window.jupyterapp.commands.execute('docmanager:open', {path});
    window.jupyterapp.shell.activateById(widget.id);
}"""
RUN_ALL = "void window.jupyterapp.commands.execute('notebook:run-all-cells')"

Pointer = Literal["mouse", "touch"]
_WITHIN_MS = 60_000
#: Pixels of the pad between two pointer events, as from a quick hand. Without a graphics card, most
#: of a test's time goes into events.
_STEP = 12.0

_BARS = """pad => [...pad.querySelector('.digit-widgets-chart').querySelectorAll('.bar')].map(
    bar => parseFloat(bar.getAttribute('width')) || 0)"""
#: Counts the bright pixels of the canvas.
_INK = """canvas => {
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    let bright = 0;
    for (let i = 0; i < data.length; i += 4) bright += data[i] > 127 && data[i + 3] > 127;
    return bright;
}"""
#: Counts its non-empty pixels.
_WET = """canvas => {
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    let n = 0;
    for (let i = 3; i < data.length; i += 4) n += data[i] > 0;
    return n;
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=ARGUMENTS,
        )
        try:
            yield browser
        finally:
            browser.close()


def open_voila(page: Page, url: str) -> Pad:
    """Open the page and wait until it can be drawn on."""
    page.goto(url, timeout=2 * _WITHIN_MS)  # Voila runs all cells first
    return Pad(page)


def open_lab(page: Page, url: str, notebook: str) -> Pad:
    """Open a notebook, run all of its cells, and wait until its first pad can be drawn on."""
    show_lab(page, url, notebook)
    return Pad(page)


def show_lab(page: Page, url: str, notebook: str) -> None:
    """Open a notebook, in the page's JupyterLab or by its address, and run all cells."""
    open_document(page, url, notebook)
    run_all(page)


def open_document(page: Page, url: str, notebook: str) -> None:
    """Open a notebook, in the page's JupyterLab or by its address."""
    if page.url.startswith(url):
        page.evaluate(_OPEN, notebook)
    else:
        page.goto(notebook_url(url, notebook))


def change_theme(page: Page, theme: str) -> None:
    """Switch the page's JupyterLab to "light" or "dark", as from its menu."""
    page.evaluate(
        "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})",
        f"JupyterLab {theme.title()}",
    )
    is_light = str(theme == "light").lower()
    page.locator(f'body[data-jp-theme-light="{is_light}"]').wait_for(state="attached")
    # The theme's style sheet is loaded after its name is set.
    page.wait_for_function(
        """isLight => (getComputedStyle(document.body).getPropertyValue('--jp-layout-color0').trim()
            === 'white' || getComputedStyle(document.body).getPropertyValue('--jp-layout-color0')
            .trim() === '#fff') === isLight""",
        arg=theme == "light",
    )
    # Another change before its splash has faded would make JupyterLab remove that twice.
    page.locator("#jupyterlab-splash").wait_for(state="detached")


def notebook_url(url: str, notebook: str) -> str:
    """Return the address at which JupyterLab opens a notebook."""
    # A workspace of its own keeps JupyterLab from reopening earlier notebooks.
    return f"{url}workspaces/{uuid4().hex}/tree/{notebook}"


def run_all(page: Page) -> None:
    """Run the open notebook's cells once its kernel is there, without waiting for the last."""
    page.wait_for_function(HAS_KERNEL, timeout=_WITHIN_MS)
    page.evaluate(RUN_ALL)


def trust(page: Page) -> None:
    """Trust the open notebook, once its kernel is there and its saved widgets are loaded."""
    page.wait_for_function(HAS_KERNEL, timeout=_WITHIN_MS)
    page.evaluate(_RESTORED)
    page.evaluate("void window.jupyterapp.commands.execute('notebook:trust')")
    page.locator(".jp-Dialog").get_by_role("button", name="Trust").click()


def wait_until(
    page: Page, holds: Callable[[], bool], problem: str, *, within: float = 20.0
) -> None:
    """Wait until a condition holds, or fail: a kernel's messages may arrive in several frames.

    `within` is the most to wait, in seconds.
    """
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline, problem
        page.wait_for_timeout(50)


def settle(element: Locator) -> FloatRect:
    """Scroll an element into view, and return its box on the page once it has stopped moving."""
    before, deadline = None, time.monotonic() + 20
    while True:
        element.scroll_into_view_if_needed()
        box = element.bounding_box()
        if box is not None and box == before:
            return box
        assert time.monotonic() < deadline, "It does not stop moving."
        before = box
        element.page.wait_for_timeout(150)


class Pad:
    """The n-th pad of a page.

    Parameters
    ----------
    page
        A page that has pads, or will soon have them.
    index
        The pad's number, from 0.
    """

    def __init__(self, page: Page, index: int = 0) -> None:
        self.page = page
        self.root = page.locator(".digit-widgets-pad").nth(index)
        # The first: a studio has a sheet for numbers as well.
        self.canvas = self.root.locator("canvas.digit-widgets-canvas").first
        self.surface = self.root.locator(".digit-widgets-ink").first
        self.headline = self.root.locator(".digit-widgets-headline").first
        self.surface.wait_for(timeout=_WITHIN_MS)
        self.root.locator(".digit-widgets-chart .bar").nth(9).wait_for(
            state="attached", timeout=_WITHIN_MS
        )

    @property
    def label(self) -> str:
        """The predicted digit that the page shows; "" if there is none."""
        label = self.headline.locator(".label")
        return label.inner_text() if label.count() else ""

    @property
    def message(self) -> str:
        """The problems that the pad shows, one per line."""
        return "\n".join(self.root.get_by_role("alert").all_inner_texts())

    @property
    def bars(self) -> list[float]:
        """Widths of the ten bars, in pixels."""
        widths: list[float] = self.root.evaluate(_BARS)
        return widths

    @property
    def ink(self) -> int:
        """Number of bright canvas pixels."""
        count: int = self.canvas.evaluate(_INK)
        return count

    def wait_for_label(self, label: str) -> None:
        """Wait until the page shows this predicted digit, or fail."""
        self.headline.locator(".label", has_text=label).wait_for(timeout=20_000)

    def wait_for_longest(self, digit: int) -> None:
        """Wait until a digit's bar is the longest, or fail."""
        wait_until(
            self.page,
            lambda: [n for n, bar in enumerate(self.bars) if 0 < bar == max(self.bars)] == [digit],
            f"The bar of {digit} is not the longest.",
        )

    def press(self, button: str) -> None:
        """Press a button by its name."""
        self.button(button).click()

    def button(self, name: str) -> Locator:
        """Find a button by the beginning of its name."""
        return self.root.get_by_role("button", name=re.compile(f"^{name}"))

    def draw(
        self,
        strokes: Strokes,
        pointer: Pointer = "mouse",
        *,
        lift: bool = True,
        events_per_second: float = 120.0,
        step: float = _STEP,
    ) -> None:
        """Draw strokes given on 280 × 280, with an event every `step` pixels.

        The pen is left down at the end if `lift` is False.
        """
        self.settle()
        send = self._mouse if pointer == "mouse" else self._touch
        for number, stroke in enumerate(strokes, start=1):
            points = self.positions(finely(stroke, step))
            send("down", points[0])
            for point in points[1:]:
                time.sleep(1 / events_per_second)
                send("move", point)
            if lift or number < len(strokes):
                send("up", points[-1])
        if lift:
            self.wait_until_dry()

    @property
    def wet(self) -> int:
        """Number of pixels painted by the page itself, until the kernel has painted them."""
        count: int = self.surface.locator("canvas").evaluate(_WET)
        return count

    def wait_until_dry(self) -> None:
        """Wait until the kernel has shown all ink, or fail."""
        wait_until(self.page, lambda: not self.wet, "The ink is still wet.")

    def settle(self) -> None:
        """Scroll the pad into view, and wait until it has stopped moving."""
        settle(self.surface)

    def position(self, point: tuple[float, float]) -> tuple[float, float]:
        """Return the page position of a point of the pad."""
        return self.positions([point])[0]

    def positions(self, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        """Return the page positions of points of the pad, from one measurement."""
        box = self.surface.bounding_box()
        assert box is not None
        scale = box["width"] / 280
        return [(box["x"] + x * scale, box["y"] + y * scale) for x, y in points]

    def pen(self, event: str, point: tuple[float, float], buttons: int = 1) -> None:
        """Send an event of a pen: "down", "move" or "up", at a point of the pad."""
        kinds = {"down": "mousePressed", "move": "mouseMoved", "up": "mouseReleased"}
        x, y = self.position(point)
        self._devtools().send(
            "Input.dispatchMouseEvent",
            {
                "type": kinds[event],
                "x": x,
                "y": y,
                "button": "none" if event == "move" else "left",
                "buttons": 0 if event == "up" else buttons,
                "clickCount": 0 if event == "move" else 1,
                "pointerType": "pen",
            },
        )

    def fingers(self, event: str, *points: tuple[float, float]) -> None:
        """Send a touch event, "touchStart", "touchMove" or "touchEnd", with all fingers down.

        A finger that is not listed any more is lifted; "touchEnd" lifts all.
        """
        self._touches(event, self.positions(points) if points else [])

    def _touches(self, event: str, places: Sequence[tuple[float, float]]) -> None:
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
        self._devtools().send("Input.dispatchTouchEvent", {"type": event, "touchPoints": touches})

    def _mouse(self, event: str, place: tuple[float, float]) -> None:
        if event in {"down", "move"}:
            self.page.mouse.move(*place)
        if event == "down":
            self.page.mouse.down()
        elif event == "up":
            self.page.mouse.up()

    def _touch(self, event: str, place: tuple[float, float]) -> None:
        kinds = {"down": "touchStart", "move": "touchMove", "up": "touchEnd"}
        self._touches(kinds[event], [] if event == "up" else [place])

    def _devtools(self) -> Any:
        if not hasattr(self, "_session"):
            self._session = self.page.context.new_cdp_session(self.page)
        return self._session
