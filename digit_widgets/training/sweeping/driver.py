"""Driver: hands the runs of a plan to workers, and records how they end."""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from digit_widgets.errors import DigitWidgetsError, SweepError
from digit_widgets.sweeps.record import RunRecord
from digit_widgets.training.sweeping.plan import Plan, PlannedRun
from digit_widgets.training.sweeping.run import RunOutcome, RunTask, describe_error, train_run
from digit_widgets.training.sweeping.workers import Workers

__all__ = ["Driver"]

#: Seconds between two looks at the workers, and whether the sweep was stopped.
_LOOK = 0.25
#: How often a run is tried whose worker is lost, and how many workers in a row are lost before any
#: run is done until the sweep ends.
_TRIES, _LOSSES = 3, 12


@dataclass(slots=True)
class _Step:
    """What a worker is to do next of a run, and how often its worker was lost."""

    run: PlannedRun
    rung: int = 0
    checkpoint: bytes | None = None
    tries: int = 0
    began: float = 0.0


class Driver:
    """Runs a plan, in the thread that calls `run`.

    Parameters
    ----------
    plan
        The runs.
    workers
        Where they are trained.
    keep
        Called with a record, and the bytes of the model's files by their names, when a run has
        ended; what it raises ends the sweep.
    changed
        Called after each other change; with what is waited for, as a sentence, or "".
    train
        Does a run; it can be pickled.

    Attributes
    ----------
    began
        The times, as of ``time.monotonic``, at which the runs in flight began.
    """

    def __init__(
        self,
        plan: Plan,
        workers: Workers,
        keep: Callable[[RunRecord, Mapping[str, bytes]], None],
        changed: Callable[[str], None],
        train: Callable[[RunTask], RunOutcome] = train_run,
    ) -> None:
        self._plan, self._workers = plan, workers
        self._keep, self._changed, self._train = keep, changed, train
        self._steps: deque[_Step] = deque()
        self._flight: dict[int, tuple[_Step, Any]] = {}
        self._done: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._numbers = itertools.count()
        self._losses = 0

    @property
    def began(self) -> tuple[float, ...]:
        """When the runs in flight began."""
        return tuple(step.began for step, _ in list(self._flight.values()))

    def run(self, stop: threading.Event) -> bool:
        """Run until all runs have ended, or `stop` is set, or the main thread has ended.

        Returns
        -------
        True if all runs have ended.

        Raises
        ------
        DigitWidgetsError
            The sweep cannot go on.
        OSError
            A result cannot be written.
        """
        waits, is_news = "", True
        while not stop.is_set() and threading.main_thread().is_alive():
            message = self._workers.check()
            # Workers come before those who watch: a subscriber may take its time.
            if self._fill() or message != waits or is_news:
                waits, is_news = message, False
                self._changed(waits)
            if not self._flight and not self._steps and not waits:
                return True
            try:
                number = self._done.get(timeout=_LOOK)
            except queue.Empty:
                continue
            step, future = self._flight.pop(number)
            if not (stop.is_set() and self._is_given_up(future)):
                self._end(step, future)
            is_news = True
        return False

    def give_up(self) -> None:
        """Cancel the runs that no worker has begun."""
        for _, future in self._flight.values():
            with suppress(Exception):  # its client was closed, and cannot cancel any more
                future.cancel()
        self._flight.clear()

    def _fill(self) -> bool:
        """Give free workers something to do; return True if there was something."""
        before = len(self._flight)
        while len(self._flight) < self._workers.slots:
            step = self._steps.popleft() if self._steps else self._begin()
            if step is None:
                break
            self._submit(step)
        return len(self._flight) > before

    def _submit(self, step: _Step) -> None:
        run, rungs = step.run, step.run.rungs
        until = rungs[step.rung] if step.rung < len(rungs) else None
        task = RunTask(run.settings, run.seed, self._workers.place, until, step.checkpoint)
        step.began, number = time.monotonic(), next(self._numbers)
        try:
            future = self._workers.submit(self._train, task)
        except Exception as error:
            if not self._workers.is_loss(error):
                raise
            self._lose(step, error)
            return
        self._flight[number] = step, future
        future.add_done_callback(lambda _: self._done.put(number))

    def _begin(self) -> _Step | None:
        run = self._plan.next()
        return None if run is None else _Step(run)

    def _end(self, step: _Step, future: Any) -> None:
        try:
            outcome: RunOutcome = future.result()
        except DigitWidgetsError:
            raise
        except BaseException as error:  # noqa: BLE001 - it is the worker's
            if self._workers.is_loss(error):
                self._lose(step, error)
            else:
                self._record(step, RunOutcome("failed", {"problem": describe_error(error)}))
            return
        self._losses = 0
        if outcome.ended == "stopped":  # its worker has left in good order, as at a walltime
            self._steps.append(step)
        elif outcome.ended == "paused" and not self._prunes(step, outcome):
            step.rung += 1
            step.checkpoint, step.tries = outcome.checkpoint, 0
            self._steps.appendleft(step)
        else:
            self._record(step, outcome)

    def _is_given_up(self, future: Any) -> bool:
        """Return True if a call has failed: after a stop, a worker that begins has no images."""
        try:
            future.result()
        except BaseException:  # noqa: BLE001 - it is the worker's
            return True
        return False

    def _prunes(self, step: _Step, outcome: RunOutcome) -> bool:
        return self._plan.prunes(step.run, step.rung, outcome.figures["accuracy"])

    def _lose(self, step: _Step, error: BaseException) -> None:
        """Try a run again whose worker is lost; some times, if it may be to blame."""
        if not self._workers.blames_run(error):
            self._steps.append(step)
            return
        step.tries += 1
        self._losses += 1
        if self._losses >= _LOSSES:
            raise SweepError(
                f"{self._losses} workers in a row were lost before any run was done. In a script, "
                "call sweep below `if __name__ == '__main__':`; look at the workers' own messages; "
                "and see that there is memory for them, of which each takes about 1 GB."
            )
        if step.tries < _TRIES:
            self._steps.append(step)
            return
        problem = (
            f"Its worker was lost {step.tries} times ({type(error).__name__}): it may need more "
            "memory than there is."
        )
        self._record(step, RunOutcome("failed", {"problem": problem}))

    def _record(self, step: _Step, outcome: RunOutcome) -> None:
        run = step.run
        record = RunRecord(
            run.key,
            run.settings,
            run.seed,
            "pruned" if outcome.ended == "paused" else outcome.ended,  # type: ignore[arg-type]
            model=f"{run.key}.tflite" if outcome.files else "",
            ended_at=time.time(),
            **outcome.figures,
        )
        self._keep(record, {run.key + suffix: file for suffix, file in outcome.files.items()})
        self._plan.end(run, record)
