"""DevTools: drives pages with Chromium's own protocol alone.

Playwright makes the browser report each web-socket message of a page. That takes a good part of a
core, which a notebook's page needs while it is drawn on.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import tempfile
import time
from asyncio import Future
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.support.chromium import ARGUMENTS, find_chromium

__all__ = ["Browser", "Tab", "chromium"]

_WITHIN = 90.0


class Tab:
    """One page of the browser.

    Parameters
    ----------
    browser
        The browser that receives all calls.
    session
        The page's session in it.
    """

    def __init__(self, browser: Browser, session: str) -> None:
        self._browser = browser
        self._session = session

    async def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, as far as JSON can represent it."""
        answer = await self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, f"{expression}: {answer['exceptionDetails']}"
        return answer["result"].get("value")

    async def wait_for(self, expression: str) -> None:
        """Wait until a JavaScript expression is true, or fail."""
        deadline = time.monotonic() + _WITHIN
        while not await self.evaluate(f"Boolean({expression})"):
            assert time.monotonic() < deadline, f"Waited in vain for {expression}"
            await asyncio.sleep(0.02)

    def mouse(
        self, event: Literal["Moved", "Pressed", "Released"], x: float, y: float, *, down: bool
    ) -> Future[Any]:
        """Send a mouse event at a position in CSS pixels; done when the page has handled it.

        `down` is the state of the left button afterwards.
        """
        return self.send(
            "Input.dispatchMouseEvent",
            type=f"mouse{event}",
            x=x,
            y=y,
            button="none" if event == "Moved" and not down else "left",
            buttons=int(down),
            clickCount=int(event != "Moved"),
        )

    def send(self, method: str, **values: Any) -> Future[Any]:
        """Call one of the protocol's methods."""
        return self._browser.send(method, self._session, **values)


class Browser:
    """A running browser, created by `chromium`."""

    def __init__(self, connection: WebSocketClientConnection) -> None:
        self._connection = connection
        self._waiting: dict[int, Future[Any]] = {}
        self._calls = 0

    @asynccontextmanager
    async def open(self, url: str) -> AsyncIterator[Tab]:
        """Open a page, and close it at the end."""
        target = (await self.send("Target.createTarget", url="about:blank"))["targetId"]
        attached = await self.send("Target.attachToTarget", targetId=target, flatten=True)
        tab = Tab(self, attached["sessionId"])
        size = {"width": 1000, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        await tab.send("Emulation.setDeviceMetricsOverride", **size)
        # JupyterLab has no current notebook on a page without the focus.
        await tab.send("Emulation.setFocusEmulationEnabled", enabled=True)
        await tab.send("Page.navigate", url=url)
        yield tab
        await self.send("Target.closeTarget", targetId=target)

    def send(self, method: str, session: str = "", **values: Any) -> Future[Any]:
        """Call one of the protocol's methods, on a page or on the browser."""
        self._calls += 1
        call = {"id": self._calls, "method": method, "params": values}
        future = self._waiting[self._calls] = asyncio.get_running_loop().create_future()
        self._connection.write_message(
            json.dumps({**call, "sessionId": session} if session else call)
        )
        return future

    async def listen(self) -> None:
        """Pass each call its answer, until the browser ends."""
        while message := await self._connection.read_message():
            answer = json.loads(message)
            future = self._waiting.pop(answer.get("id"), None)
            if future and "error" in answer:
                future.set_exception(RuntimeError(answer["error"]["message"]))
            elif future:
                future.set_result(answer["result"])


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start a headless Chromium."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        flags = [*ARGUMENTS, "--headless=new", "--remote-debugging-port=0"]
        process = subprocess.Popen(
            [find_chromium(), *flags, f"--user-data-dir={profile}"], stderr=subprocess.DEVNULL
        )
        told = Path(profile, "DevToolsActivePort")
        try:
            while not told.exists() or len(lines := told.read_text().splitlines()) < 2:
                assert process.poll() is None, "Chromium has ended."
                await asyncio.sleep(0.05)
            address = f"ws://127.0.0.1:{lines[0]}{lines[1]}"
            browser = Browser(await websocket_connect(address, max_message_size=2**28))
            listening = asyncio.create_task(browser.listen())
            yield browser
            listening.cancel()
        finally:
            process.terminate()
            process.wait(10)
