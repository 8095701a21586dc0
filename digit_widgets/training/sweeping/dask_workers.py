"""Dask workers: runs on a cluster of Dask, whose workers are sent the images when they join."""

from __future__ import annotations

import asyncio
import concurrent.futures as cf
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

import distributed

from digit_widgets.errors import SweepError
from digit_widgets.training.sweeping.dask_plugin import SweepPlugin
from digit_widgets.training.sweeping.data_places import OnWorker
from digit_widgets.training.sweeping.sweep_data import SweepData
from digit_widgets.training.sweeping.versions import compare_versions, installed_versions

__all__ = ["DaskWorkers", "connect"]

#: Seconds to wait for a scheduler to answer, for one that is gone or for a first worker to come,
#: and between two looks at how many workers there are.
_ANSWER, _PATIENCE, _LOOK = 8.0, 600.0, 1.0
#: What futures raise when their client has lost its scheduler.
_CANCELLED = (cf.CancelledError, asyncio.CancelledError)
#: What a client raises when its scheduler is gone or slow.
_GONE = (OSError, TimeoutError, RuntimeError, ValueError, asyncio.CancelledError)


class DaskWorkers:
    """The workers of a Dask scheduler.

    A plugin carries the images: each process is sent them once, also one that joins later or
    replaces a lost one. A scheduler that is gone, and no worker at all, are waited for, for ten
    minutes.

    Parameters
    ----------
    data
        The images.
    client
        A connected client; it is left open.
    """

    def __init__(self, data: SweepData, client: Any) -> None:
        self._data, self._client, self._is_own = data, client, False
        self.place = OnWorker(f"{data.key}-{uuid.uuid4().hex[:8]}")
        self._address = client.scheduler.address
        self._scheduler = ""  # the one that has the plugin
        self._checked: set[str] = set()
        self._workers: tuple[str, ...] = ()
        self._looked = -_LOOK
        self._missed: float | None = None

    @property
    def slots(self) -> int:
        """Number of worker processes: the threads of one take turns."""
        return len(self._workers)

    def check(self) -> str:
        """Look for workers, send a new scheduler the images, and compare versions.

        Raises
        ------
        SweepError
            Versions differ; a worker has not got this package; or nobody came in time.
        """
        now = time.monotonic()
        if now - self._looked < _LOOK and self._workers:
            return ""
        self._looked = now
        problem = ""
        try:
            self._look()
        except SweepError:
            raise
        except _GONE as error:
            self._workers = ()
            problem = f"The scheduler {self._address} does not answer ({type(error).__name__})."
        if self._workers:
            self._missed = None
            return ""
        self._missed = self._missed if self._missed is not None else now
        left = _PATIENCE - (now - self._missed)
        problem = problem or f"The scheduler {self._address} has no workers."
        if left <= 0:
            raise SweepError(
                f"{problem} Start it, and workers with: dask worker {self._address} --nworkers -1 "
                "--nthreads 1. Then start the sweep again: it goes on from its records."
            )
        return (
            f"{problem} Waiting for {left / 60:.0f} minutes more; workers are started with: "
            f"dask worker {self._address} --nworkers -1 --nthreads 1"
        )

    def submit(self, function: Callable[[Any], Any], argument: Any) -> Any:
        """Begin a call on some worker; if its worker is lost, Dask calls it again on another."""
        return self._client.submit(function, argument, pure=False)

    def is_loss(self, error: BaseException) -> bool:
        """Return True if the call was lost with the scheduler, or cancelled."""
        lost = (*_CANCELLED, *_GONE)
        return isinstance(error, lost) and not isinstance(error, distributed.KilledWorker)

    def blames_run(self, error: BaseException) -> bool:
        """Return False for all runs in flight that are cancelled when their scheduler is lost."""
        return not isinstance(error, _CANCELLED)

    def close_place(self) -> None:
        """Do nothing: `close` takes the images from the workers."""

    def close(self) -> None:
        """Take the images from the workers: by that, runs in flight know that nobody waits."""
        try:
            if self._client.status == "running" and self._scheduler:
                self._client.unregister_worker_plugin(self.place.name)
        except _GONE:
            pass  # they go with the scheduler
        if self._is_own:
            self._client.close(timeout=1)

    def take_over(self) -> None:
        """Close the client when the sweep ends."""
        self._is_own = True

    def _look(self) -> None:
        if self._client.status in ("closed", "closing"):
            security = self._client.security
            self._client = _open_client(self._address, timeout=2.0, security=security)
            self._is_own = True
        workers = self._client.nthreads()
        scheduler = str(self._client.scheduler_info()["id"])
        if workers and scheduler != self._scheduler:
            self._client.register_plugin(SweepPlugin(self.place, self._data), name=self.place.name)
            self._scheduler = scheduler
        if new := set(workers) - self._checked:
            self._compare(sorted(new))
            self._checked |= new
        self._workers = tuple(workers)

    def _compare(self, workers: list[str]) -> None:
        here = _installed_here()
        for worker, there in self._client.run(installed_versions, workers=workers).items():
            if problem := compare_versions(here, there, f"The worker {worker}"):
                raise SweepError(problem)


def connect(address: str) -> Any:
    """Return a client of the scheduler at an address such as "tcp://10.0.0.1:8786".

    Raises
    ------
    SweepError
        It is no address; nobody answers within 8 seconds, or something else does.
    """
    try:
        scheme, place = distributed.comm.parse_address(address)
        if scheme in ("tcp", "tls"):
            distributed.comm.addressing.parse_host_port(place)
    except ValueError as error:
        raise SweepError(
            f"{address!r} is no address of a scheduler ({error}): give one as tcp://10.0.0.1:8786, "
            "with its port."
        ) from error
    try:
        return _open_client(address, timeout=_ANSWER)
    except ConnectionError as error:
        raise SweepError(
            f"The scheduler {address} does not answer ({error}). Check its address and port, and "
            "that it runs: dask scheduler."
        ) from error


def _installed_here() -> dict[str, str]:
    return installed_versions()


def _open_client(address: str, *, timeout: float, security: Any = None) -> Any:
    """Connect a client; something else is asked first whether a scheduler is there.

    A client that cannot connect would hold up the end of the program.

    Raises
    ------
    ConnectionError
        None is; whatever else may answer there, a client raises many kinds of errors.
    """
    options = (security or distributed.Security()).get_connection_args("client")

    async def ask() -> None:
        # Its own limit does not count for what is frozen, and accepts a connection without a word.
        asked = distributed.comm.connect(address, timeout=timeout, **options)
        (await asyncio.wait_for(asked, timeout)).abort()

    answer: cf.Future[None] = cf.Future()

    def run() -> None:
        try:
            answer.set_result(asyncio.run(ask()))
        except BaseException as error:  # noqa: BLE001 - it is raised again where it is waited for
            answer.set_exception(error)

    try:
        # In a notebook, this thread has an event loop already. Ctrl-C does not wait for the other.
        threading.Thread(target=run, name="digit-widgets-scheduler", daemon=True).start()
        answer.result()
        return distributed.Client(address, timeout=timeout, security=security, set_as_default=False)
    except Exception as error:
        raise ConnectionError(type(error).__name__) from error
