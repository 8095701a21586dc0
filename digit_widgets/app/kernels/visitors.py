"""Visitors' kernels: one for each open page, up to a limit, and none for pages that are gone."""

from __future__ import annotations

import asyncio
import time
from typing import Any
from weakref import WeakSet

import zmq
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError
from traitlets import Bool, Float, Int, List, Unicode, default, validate

from digit_widgets.app.kernels.capacity import (
    count_by_descriptors,
    count_by_memory,
    count_spare_descriptors,
    raise_descriptor_limit,
)
from digit_widgets.app.kernels.memory import MemoryRelease

__all__ = ["VisitorKernels"]

#: Messages that a page may send: what its widgets need, and nothing that runs code or ends kernels.
_ALLOWED = ("comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request")
#: ZeroMQ sockets of a page: four channels, three while it connects, and its kernel's own.
_SOCKETS = 16
#: Descriptors that must be left before a kernel starts: ZeroMQ ends a process that gets none.
_SPARE = 64
#: Seconds between two looks if a kernel has started.
_MOMENT = 0.05
#: Set to "True" by Voila in the environment of a kernel that waits for a visitor.
_PREHEAT = "VOILA_PREHEAT"
#: Seconds that kernels have to end by themselves when the server stops.
_GRACE = 3.0


class VisitorKernels(AsyncMappingKernelManager):  # type: ignore[misc]
    """Starts a kernel for each visitor of a page that Voila serves, while there are places.

    A kernel that waits for the next visitor takes a place as well, until a visitor needs it. A
    visitor for whom there is no place gets HTTP 503 at once.
    """

    max_visitors = Int(
        min=1,
        config=True,
        help="Visitors at most, each with a kernel; by default as many as memory is free for. "
        "Never more than the process may open descriptors for.",
    )
    leave_after = Float(
        60.0,
        config=True,
        help="Seconds without a connection after which a page counts as gone.",
    )
    is_stopping = Bool(help="True while the server stops: nobody is let in any more.")
    allowed_message_types = List(Unicode(), list(_ALLOWED)).tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        raise_descriptor_limit()
        super().__init__(**kwargs)
        self._memory = MemoryRelease()
        most = self.context.get(zmq.SOCKET_LIMIT)
        self.context.set(zmq.MAX_SOCKETS, min(most, 1024 + _SOCKETS * self.max_visitors))
        #: Kernels that have a place, from before they start until they have ended; and those of
        #: them that are about to wait for a visitor.
        self._taken: set[str] = set()
        self._preheating: set[str] = set()
        #: The connections of open pages: they register themselves.
        self.connections: WeakSet[Any] = WeakSet()
        #: For each kernel, the session of the page that has it.
        self._sessions: dict[str, str] = {}
        #: For each kernel that was handed out, since when no page has been connected with it; and
        #: the request that started it, which lasts until all cells of the page have run.
        self._alone_since: dict[str, float] = {}
        self._requests: dict[str, asyncio.Task[Any] | None] = {}

    @default("max_visitors")
    def _count_places(self) -> int:
        return min(count_by_memory(), count_by_descriptors())

    @validate("max_visitors")
    def _keep_within_descriptors(self, proposal: dict[str, Any]) -> int:
        wanted, possible = int(proposal["value"]), count_by_descriptors()
        if wanted > possible:
            self.log.error(
                "No more than %d visitors at once, instead of %d: this process may not open more "
                "files (ulimit -n).",
                possible,
                wanted,
            )
        return min(wanted, possible)

    @validate("allowed_message_types")
    def _keep_allowed(self, proposal: dict[str, Any]) -> list[str]:
        # Voila allows a page to end its kernel by a message; whoever knows its number could.
        return [each for each in proposal["value"] if each in _ALLOWED]

    @property
    def visitors(self) -> int:
        """Number of kernels that pages have, or will have once they are loaded."""
        return len(self._taken - self._preheating - self._waiting().keys())

    @property
    def free(self) -> int:
        """Number of places for further visitors."""
        return 0 if self.is_stopping else max(0, self.max_visitors - self.visitors)

    async def start_kernel(self, **kwargs: Any) -> str:
        """Start a kernel if there is a place for it.

        Raises
        ------
        tornado.web.HTTPError
            503: all places are taken, or the server stops.
        """
        waits = kwargs.get("env", {}).get(_PREHEAT) == "True"
        try:
            return await self._take_place(waits, kwargs)
        except BaseException:
            if waits:
                # Voila takes for granted that a kernel that is to wait for a visitor starts.
                asyncio.get_running_loop().call_soon(self._drop_failed)
            raise

    async def _take_place(self, waits: bool, options: dict[str, Any]) -> str:
        if self.is_stopping:
            raise HTTPError(503, "stopping")
        # A visitor may take the place of a kernel that waits for one.
        taken = len(self._taken) if waits else self.visitors
        if taken >= self.max_visitors or count_spare_descriptors() < _SPARE:
            raise HTTPError(503, "full")
        kernel_id = str(options.setdefault("kernel_id", self.new_kernel_id(**options)))
        self._taken.add(kernel_id)
        if waits:
            self._preheating.add(kernel_id)
        try:
            if not waits:
                self._requests[kernel_id] = asyncio.current_task()
                await self._make_room()
            await super().start_kernel(**options)
        except BaseException as error:
            self._taken.discard(kernel_id)
            self._requests.pop(kernel_id, None)
            if isinstance(error, zmq.ZMQError):  # there are no sockets left
                raise HTTPError(503, "full") from error
            raise
        finally:
            self._preheating.discard(kernel_id)
        return kernel_id

    async def _make_room(self) -> None:
        """End kernels that wait for a visitor as long as there are more kernels than places."""
        while len(self._taken) > self.max_visitors:
            if waiting := self._waiting():
                kernel_id, waiter = waiting.popitem()
                waiter["task"].cancel()  # its cells may be running
                await self.shutdown_kernel(kernel_id, now=True)
            elif self._preheating:
                await asyncio.sleep(_MOMENT)
            else:
                return

    async def let_go(self) -> None:
        """Let nobody in any more, tell the pages, and end all kernels."""
        self.is_stopping = True
        for connection in self.connections:
            connection.announce_end()
        waiting = self._waiting()
        ends = [
            asyncio.ensure_future(self.shutdown_kernel(kernel_id, now=kernel_id in waiting))
            for kernel_id in self.list_kernel_ids()
        ]
        if ends:
            await asyncio.wait(ends, timeout=_GRACE)

    async def end_all(self) -> None:
        """End all kernels at once: one that is busy for the next visitor would complain otherwise.

        Those that are about to start end by themselves once this process has. Jupyter's
        `shutdown_all` looks for them among those that have started, and fails.
        """
        self._drop_failed()
        ends = (self.shutdown_kernel(each, now=True) for each in self.list_kernel_ids())
        await asyncio.gather(*ends, return_exceptions=True)

    def admit(self, kernel_id: str, session: str) -> bool:
        """Tell if a page may have a kernel; the first session that asks keeps it."""
        return self._sessions.setdefault(kernel_id, session) == session

    def start_watching_activity(self, kernel_id: str) -> None:
        """Take a kernel for idle from its start, without parsing all that it sends to find out.

        A page that is there keeps its kernel whether it is used or not, so nobody asks.
        """
        self.get_kernel(kernel_id).execution_state = "idle"

    def notify_connect(self, kernel_id: str) -> None:
        """Note that a page is connected with its kernel."""
        super().notify_connect(kernel_id)
        self._alone_since.pop(kernel_id, None)

    def notify_disconnect(self, kernel_id: str) -> None:
        """Note that a page is not connected with its kernel any more."""
        super().notify_disconnect(kernel_id)
        if kernel_id in self:  # its end also ends its connections
            self._alone_since[kernel_id] = time.monotonic()

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel whose page has been gone for a while, even if it is busy.

        A page connects when it is loaded, which is when its cells have run, however long they take.
        Called at regular times for each kernel that does not wait for a visitor. A page that loads
        has been handed its kernel at most one such interval before the first of these calls.
        """
        request = self._requests.get(kernel_id)
        if self._kernel_connections.get(kernel_id) or (request and not request.done()):
            return
        since = self._alone_since.setdefault(kernel_id, time.monotonic())
        if time.monotonic() - since > self.leave_after:
            await self.shutdown_kernel(kernel_id, now=True)

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a kernel that has ended, and prepare one for the next visitor in its place."""
        self._taken.discard(kernel_id)
        self._sessions.pop(kernel_id, None)
        self._alone_since.pop(kernel_id, None)
        self._requests.pop(kernel_id, None)
        removed = super().remove_kernel(kernel_id)
        if not self.is_stopping:
            self._refill()
            # Until then, what belongs to a connection is kept.
            self._memory.schedule(self.kernel_info_timeout + _MOMENT)
        return removed

    # Voila keeps the kernels that wait in a list of tasks for each notebook, under a private name.

    def _pooled(self) -> list[tuple[str, list[Any]]]:
        return list(getattr(self, "_pools", {}).items())

    def _waiting(self) -> dict[str, dict[str, Any]]:
        """Return the kernels that wait for a visitor, each with what Voila knows of it."""
        tasks = [task for _, pool in self._pooled() for task in pool]
        waiting = [task.result() for task in tasks if task.done() and not _has_failed(task)]
        return {each["kernel_id"]: each for each in waiting}

    def _drop_failed(self) -> None:
        for _, pool in self._pooled():
            pool[:] = [task for task in pool if not (task.done() and _has_failed(task))]

    def _refill(self) -> None:
        """Start a kernel for the next visitor where there was no place for it so far."""
        self._drop_failed()
        for notebook, _ in self._pooled():
            self.fill_if_needed(delay=0, notebook_name=notebook)


def _has_failed(task: Any) -> bool:
    return task.cancelled() or task.exception() is not None
