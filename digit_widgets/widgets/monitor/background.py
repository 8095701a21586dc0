"""Background call: runs a training on its own thread, with a result to wait for."""

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
    """Calls one function at a time on a thread, and keeps the newest one's result."""

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
            The function to call. Its printed output belongs to the current cell.
        returned, raised
            Called on the thread with the result or the exception, before any waiting ends.
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

        # Jupyter assigns output to a cell by the context variables, which hold the current cell.
        context = copy_context()
        threading.Thread(
            target=context.run, args=(run,), name="digit-widgets-training", daemon=True
        ).start()

    def result(self, timeout: float | None) -> Any:
        """Wait for the end, at most `timeout` seconds, and return or raise the function's outcome.

        Raises
        ------
        ModelError
            No function was started.
        """
        return self._get_future().result(timeout)

    async def wait(self) -> Any:
        """Wait as `result` does, without blocking the event loop.

        Raises
        ------
        ModelError
            No function was started.
        """
        # Cancelling one waiter must not cancel the result for others.
        return await asyncio.shield(asyncio.wrap_future(self._get_future()))

    def _get_future(self) -> Future[Any]:
        if self._future is None:
            raise ModelError("No training was started here.")
        return self._future
