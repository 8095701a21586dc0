"""Sweep state: how far a sweep is, and what all sweeps have in common, running or recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

from digit_widgets.sweeps.record import RunRecord
from digit_widgets.sweeps.wording import write_seconds

__all__ = ["SweepProgress", "SweepSource", "SweepState"]

#: "recorded" is a sweep that was opened from its records: this process does not run it.
SweepState = Literal["running", "stopping", "stopped", "finished", "failed", "recorded"]


@dataclass(frozen=True, slots=True)
class SweepProgress:
    """How far a sweep is.

    Attributes
    ----------
    state
        "running"; "stopping" until the runs in flight are given up; "stopped", "finished" or
        "failed" once it has ended; or "recorded".
    total
        Number of runs planned; None if unknown.
    done
        Number of runs that have ended, however they did, also those of an earlier start of this
        sweep.
    running
        Number of runs that are being trained.
    failed
        Number of runs that have failed.
    seconds_left
        Estimated seconds left, from the pace of the runs that have ended; None if unknown.
    message
        What went wrong, or what to do, as a sentence; "" if there is nothing to say.
    """

    state: SweepState
    total: int | None = None
    done: int = 0
    running: int = 0
    failed: int = 0
    seconds_left: float | None = None
    message: str = ""

    def __str__(self) -> str:
        words = f"{self.done} of {self.total} runs, {self.running} in training"
        if self.failed:
            words += f", {self.failed} failed"
        if self.seconds_left is not None:
            words += f" \N{MIDDLE DOT} {write_seconds(self.seconds_left)} left"
        return words


@runtime_checkable
class SweepSource(Protocol):
    """A sweep, running or recorded."""

    @property
    def folder(self) -> Path:
        """The folder with its records and models."""
        ...

    @property
    def records(self) -> tuple[RunRecord, ...]:
        """The records so far, in the order in which the runs ended."""
        ...

    @property
    def progress(self) -> SweepProgress:
        """How far it is."""
        ...

    def stop(self) -> None:
        """Give up the runs in flight and begin no more; no effect on a sweep that has ended."""
        ...

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call a function after each change, from any thread; return what unsubscribes it."""
        ...
