"""Background call: a training on a thread of its own, whose result is waited for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import copy_context
from typing import Any

from digit_widgets.errors import ModelError

__all__ = ["BackgroundCall"]


class BackgroundCall:
    """Calls one function after the other on a thread, and keeps what the newest returned."""

    def __init__(self) -> None:
        self._future: Future[Any] | None = None

    @property
    def is_under_way(self) -> bool:
        """True from `start` until the function has ended."""
        return self._future is not None and not self._future.done()

    def start(
        self,
        function: Callable[[], Any],
        *,
        returned: Callable[[Any], None],
        raised: Callable[[BaseException], None],
    ) -> None:
        """Call a function in the background.

        Parameters
        ----------
        function
            What to call. What it prints belongs to the cell that is running now.
        returned, raised
            Called on its thread with what it returned or raised, before anybody's waiting ends.
        """
        future: Future[Any] = Future()
        self._future = future

        def run() -> None:
            try:
                result = function()
            except BaseException as error:  # noqa: BLE001 - kept, to be raised by `result`
                raised(error)
                future.set_exception(error)
            else:
                returned(result)
                future.set_result(result)

        # By its context Jupyter knows the cell that is running, to which output belongs.
        context = copy_context()
        threading.Thread(
            target=context.run, args=(run,), name="digit-widgets-training", daemon=True
        ).start()

    def result(self, timeout: float | None) -> Any:
        """Wait for the end, at most some seconds, and return or raise what the function did.

        Raises
        ------
        ModelError
            Nothing was started.
        """
        return self._get_future().result(timeout)

    async def wait(self) -> Any:
        """Wait as `result` does, without holding the event loop.

        Raises
        ------
        ModelError
            Nothing was started.
        """
        # Whoever waits no more must not take the result from others.
        return await asyncio.shield(asyncio.wrap_future(self._get_future()))

    def _get_future(self) -> Future[Any]:
        if self._future is None:
            raise ModelError("No training was started here.")
        return self._future
