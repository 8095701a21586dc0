"""Plan: which runs of a sweep are to be trained, and in which order; here, those of a grid."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Protocol

from digit_widgets.sweeps.record import RunRecord, Setting, run_key

__all__ = ["GridPlan", "Plan", "PlannedRun"]


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """A run that is to be trained.

    Attributes
    ----------
    key, settings, seed
        As in `RunRecord`.
    rungs
        Numbers of epochs after which it may be pruned, rising.
    trial
        Number of its trial in a search.
    """

    key: str
    settings: Mapping[str, Setting]
    seed: int
    rungs: tuple[int, ...] = ()
    trial: int = -1


class Plan(Protocol):
    """The runs of a sweep. It is used by one thread at a time."""

    @property
    def total(self) -> int:
        """Number of runs, as far as it is known; those that have ended before among them."""
        ...

    @property
    def keys(self) -> Set[str]:
        """The keys of the runs that are known to belong to it."""
        ...

    def next(self) -> PlannedRun | None:
        """Return a run to begin now; None if there is none, until one has ended."""
        ...

    def prunes(self, run: PlannedRun, rung: int, accuracy: float) -> bool:
        """Return True if a run is hopeless: it has this accuracy, in 0..1, at a rung, from 0."""
        ...

    def end(self, run: PlannedRun, record: RunRecord) -> None:
        """Take note of how a run has ended."""
        ...


class GridPlan:
    """All runs of a grid that are not recorded yet.

    Parameters
    ----------
    runs
        Settings and seed of every run.
    data
        The key of the data.
    recorded
        The keys of the runs that are done.
    """

    def __init__(
        self,
        runs: Sequence[tuple[Mapping[str, Setting], int]],
        data: str,
        recorded: Collection[str],
    ) -> None:
        every = [PlannedRun(run_key(*each, data), *each) for each in runs]
        self._left = [run for run in reversed(every) if run.key not in recorded]
        self.total = len(every)
        self.keys: Set[str] = {run.key for run in every}

    def next(self) -> PlannedRun | None:
        """Return the next run, or None."""
        return self._left.pop() if self._left else None

    def prunes(self, run: PlannedRun, rung: int, accuracy: float) -> bool:  # noqa: ARG002
        """Return False."""
        return False

    def end(self, run: PlannedRun, record: RunRecord) -> None:
        """Do nothing."""
