"""Search plan: Optuna chooses the settings of each trial, and prunes hopeless runs."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from digit_widgets.sweeps.record import RunRecord, Setting, run_key
from digit_widgets.training.sweeping.plan import PlannedRun
from digit_widgets.training.sweeping.run_settings import ARCHITECTURE, check_images, complete
from digit_widgets.training.sweeping.search_study import Values, open_study, recall, suggest
from digit_widgets.training.sweeping.space import Range, Space

if TYPE_CHECKING:
    from optuna.trial import Trial

#: Chooses a value for a setting.
_Choose = Callable[[str, Values], Setting]

__all__ = ["SearchPlan"]

#: Shares of the epochs after which a run may be pruned.
_RUNGS = (1 / 4, 1 / 2)
#: How a run ended whose accuracy the study learns from.
_MEASURED = ("finished", "diverged")
#: Name of the mark of a trial that is one of before again.
_AGAIN = "again"


@dataclass(slots=True)
class _OpenTrial:
    """A trial that has not ended: its records so far, and the number of runs not yet planned."""

    trial: Trial
    unplanned: int
    records: list[RunRecord] = field(default_factory=list)


class SearchPlan:
    """The trials of a search, each with all seeds of the space.

    The first seed of a trial decides: if it is pruned, the others are not begun. What a study of an
    earlier start of the sweep has learnt is used; trials that it had not ended are tried again.

    Parameters
    ----------
    space
        The space, with its `search`.
    data
        The key of the data.
    n_available
        Number of images there are to train on.
    folder
        The sweep's folder, for the file of the study.
    recorded
        The records of the runs that are done, by key.

    Raises
    ------
    DataError
        A trial might take more images than there are.
    SweepError
        Optuna is missing.
    """

    def __init__(
        self,
        space: Space,
        data: str,
        n_available: int,
        folder: Path,
        recorded: Mapping[str, RunRecord],
    ) -> None:
        assert space.search is not None
        self._space, self._data, self._n_available = space, data, n_available
        self._recorded = recorded
        sizes = space.settings.get("n_images", ())
        for size in [int(sizes.high)] if isinstance(sizes, Range) else sizes:
            check_images(size, n_available)
        self._study = open_study(space, data, folder)
        self._open: dict[int, _OpenTrial] = {}
        self._waiting: deque[PlannedRun] = deque()
        self.keys: set[str] = set()
        self._left = max(0, space.search.trials - self._take_up())

    @property
    def total(self) -> int:
        """Number of runs, if no more of them are pruned."""
        unplanned = sum(each.unplanned for each in self._open.values())
        return len(self.keys) + unplanned + self._left * len(self._space.seeds)

    def next(self) -> PlannedRun | None:
        """Return the next run, or None; runs that are recorded are told to the study."""
        while not self._waiting and self._left:
            self._left -= 1
            trial = self._study.ask()
            self._open[trial.number] = _OpenTrial(trial, len(self._space.seeds))
            settings = self._settings(partial(suggest, trial))
            rungs = _rungs(int(str(settings["epochs"]))) if self._prunes else ()
            self._plan(trial.number, settings, self._space.seeds[0], rungs)
        return self._waiting.popleft() if self._waiting else None

    def prunes(self, run: PlannedRun, rung: int, accuracy: float) -> bool:
        """Report an accuracy to the study, and return whether its pruner gives up the run."""
        trial = self._open[run.trial].trial
        trial.report(accuracy, rung + 1)
        return bool(trial.should_prune())

    def end(self, run: PlannedRun, record: RunRecord) -> None:
        """Plan the other seeds of a trial after its first, and tell the study when all are done."""
        opened = self._open[run.trial]
        opened.records.append(record)
        is_first, seeds = len(opened.records) == 1, self._space.seeds
        if len(opened.records) == len(seeds) or (is_first and record.ended not in _MEASURED):
            self._tell(run.trial)
        elif is_first:
            for seed in seeds[1:]:
                self._plan(run.trial, run.settings, seed, ())

    def _plan(
        self, trial: int, settings: Mapping[str, Setting], seed: int, rungs: tuple[int, ...]
    ) -> None:
        run = PlannedRun(run_key(settings, seed, self._data), settings, seed, rungs, trial)
        self.keys.add(run.key)
        self._open[trial].unplanned -= 1
        if (record := self._recorded.get(run.key)) is not None:
            self.end(run, record)
        else:
            self._waiting.append(run)

    def _tell(self, number: int) -> None:
        from optuna.trial import TrialState

        records = self._open.pop(number).records
        if records[0].ended == "pruned":
            self._study.tell(number, state=TrialState.PRUNED)
        elif measured := [each.accuracy for each in records if each.ended in _MEASURED]:
            self._study.tell(number, fmean(measured))
        else:
            self._study.tell(number, state=TrialState.FAIL)

    def _take_up(self) -> int:
        """Give up the trials that an earlier start left open, to try them again; count the others.

        The runs of those that have ended belong to the sweep.
        """
        from optuna.trial import TrialState

        trials = self._study.get_trials(deepcopy=False)
        given_up = {trial.user_attrs.get(_AGAIN) for trial in trials}
        for trial in trials:
            if trial.state == TrialState.RUNNING:
                self._study.tell(trial.number, state=TrialState.FAIL)
                given_up.add(trial.number)
                self._study.enqueue_trial(trial.params, user_attrs={_AGAIN: trial.number})
        ended = [
            each for each in trials if each.state.is_finished() and each.number not in given_up
        ]
        for each in ended:
            settings = self._settings(partial(recall, each.params))
            keys = (run_key(settings, seed, self._data) for seed in self._space.seeds)
            self.keys.update(key for key in keys if key in self._recorded)
        return len(ended)

    @property
    def _prunes(self) -> bool:
        assert self._space.search is not None
        return self._space.search.pruner != "none"

    def _settings(self, choose: _Choose) -> dict[str, Setting]:
        """Return complete settings, each chosen from those that its network has."""
        networks = self._space.settings.get(ARCHITECTURE, ("cnn",))
        chosen = {ARCHITECTURE: _one_of(ARCHITECTURE, networks, choose)}
        for name, values in self._space.choices(chosen[ARCHITECTURE]):
            chosen[name] = _one_of(name, values, choose)
        return complete(chosen, self._n_available)


def _one_of(name: str, values: Values, choose: _Choose) -> Setting:
    is_given = not isinstance(values, Range) and len(values) == 1
    return values[0] if is_given and not isinstance(values, Range) else choose(name, values)


def _rungs(epochs: int) -> tuple[int, ...]:
    rungs = (math.ceil(share * epochs) for share in _RUNGS)
    return tuple(dict.fromkeys(rung for rung in rungs if rung < epochs))
