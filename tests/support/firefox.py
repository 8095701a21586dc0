"""A headless Firefox, driven by WebDriver BiDi, which it speaks itself."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tornado.websocket import WebSocketClientConnection, websocket_connect

from tests.support.digits import Strokes, finely

__all__ = ["FirefoxTab", "find_firefox", "firefox"]

_WITHIN = 30.0
#: Pixels of the pad between two pointer events.
_STEP = 8.0


def find_firefox() -> str | None:
    """Return the command of an installed Firefox; None if there is none."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class FirefoxTab:
    """One tab of a Firefox.

    Attributes
    ----------
    asked
        Addresses of all requests so far.
    """

    def __init__(self, connection: WebSocketClientConnection) -> None:
        self.asked: list[str] = []
        self._connection = connection
        self._calls = 0
        self._context = ""

    async def begin(self) -> None:
        """Open a session, and take the first tab."""
        await self._send("session.new", capabilities={})
        await self._send("session.subscribe", events=["network.beforeRequestSent"])
        tree = await self._send("browsingContext.getTree")
        self._context = tree["contexts"][0]["context"]

    async def open(self, url: str) -> None:
        """Open a page, and wait until it is loaded."""
        await self._send(
            "browsingContext.navigate", context=self._context, url=url, wait="complete"
        )

    async def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression: a text, a number, true, false or None."""
        answer = await self._send(
            "script.evaluate",
            expression=expression,
            target={"context": self._context},
            awaitPromise=True,
        )
        assert answer["type"] == "success", answer
        return answer["result"].get("value")

    async def wait_for(self, expression: str) -> None:
        """Wait until a JavaScript expression is true, or fail."""
        deadline = time.monotonic() + _WITHIN
        while not await self.evaluate(f"Boolean({expression})"):
            assert time.monotonic() < deadline, f"Waited in vain for {expression}"
            await asyncio.sleep(0.05)

    async def draw(self, strokes: Strokes) -> None:
        """Draw strokes given on 280 × 280 on the first surface, by mouse."""
        box = json.loads(
            await self.evaluate(
                "JSON.stringify(document.querySelector('.digit-widgets-ink')"
                ".getBoundingClientRect())"
            )
        )
        scale = box["width"] / 280
        actions: list[dict[str, Any]] = []
        for stroke in strokes:
            moves = [
                {
                    "type": "pointerMove",
                    "x": round(box["x"] + scale * x),
                    "y": round(box["y"] + scale * y),
                    "duration": 8,
                }
                for x, y in finely(stroke, _STEP)
            ]
            down, up = ({"type": f"pointer{each}", "button": 0} for each in ("Down", "Up"))
            actions += [moves[0], down, *moves[1:], up]
        pointer = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}}
        await self._send(
            "input.performActions", context=self._context, actions=[{**pointer, "actions": actions}]
        )

    async def _send(self, method: str, **values: Any) -> Any:
        self._calls += 1
        call = {"id": self._calls, "method": method, "params": values}
        await self._connection.write_message(json.dumps(call))
        while True:
            text = await asyncio.wait_for(self._connection.read_message(), _WITHIN)
            assert text is not None, "Firefox has ended."
            message = json.loads(text)
            if message.get("method") == "network.beforeRequestSent":
                self.asked.append(message["params"]["request"]["url"])
            if message.get("id") == self._calls:
                assert message["type"] == "success", message
                return message["result"]


@asynccontextmanager
async def firefox(command: str) -> AsyncIterator[FirefoxTab]:
    """Start a headless Firefox with a profile of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        log = Path(profile, "stderr.txt")
        with log.open("w") as errors:
            process = subprocess.Popen(
                [command, "--headless", "--remote-debugging-port=0", "--profile", profile],
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
        try:
            deadline = time.monotonic() + _WITHIN
            while not (found := re.search(r"BiDi listening on (ws://\S+)", log.read_text())):
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, "Firefox does not listen."
                await asyncio.sleep(0.1)
            connection = await websocket_connect(f"{found[1]}/session", max_message_size=2**28)
            tab = FirefoxTab(connection)
            await tab.begin()
            yield tab
            connection.close()
        finally:
            process.terminate()
            process.wait(20)
