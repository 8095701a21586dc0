"""Format comparison: trials of a model in several formats, and the choice of the best.

A few digits are given in each format. The trials that read most of them go on with the other
digits, as long as time is left. Of the formats in which equally many are read, the one is chosen
whose probabilities fit the labels best, and of equals the plainest.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from digit_widgets.predictors.feeding.input_format import InputFormat
from digit_widgets.predictors.feeding.real_digits import load_real_digits
from digit_widgets.predictors.feeding.trial import Trial
from digit_widgets.predictors.runtimes.raw_model import OutputKind, RawModel

__all__ = ["FormatComparison"]

#: Digits that each format's trial has before some are chosen: enough to tell 90 % from 50 %.
_FEW = 20
#: Digits given at a time to the trials that are chosen, so that the deadline is seen in between.
_CHUNK = 120
#: Trials that go on beside the plainest, at most: with more, a slow model gets few digits in each.
_FINALISTS = 3
#: How far their accuracy may be behind the best: three of twenty digits more or less are chance.
_BEHIND = 0.15
#: Two formats are as good if their accuracies differ by no more than this ...
_EQUAL = 0.01
#: ... or by this many digits, which counts where only a few could be given.
_EQUAL_DIGITS = 3
#: A loss is as good as the least if it is no larger than that by this factor ...
_LOSS_FACTOR = 1.1
#: ... and this sum, for losses near 0 ...
_LOSS_MORE = 0.01
#: ... and what one certain mistake adds to the sum of all digits: -log of the least probability.
_LOSS_CHANCE = 7.0


class FormatComparison:
    """Trials of one model, until the time is up.

    Parameters
    ----------
    model
        The model.
    targets
        (10, classes) bool: the labels that each digit may be read as.
    kind
        What its numbers are; None to find out.
    seconds
        The time for all trials, from now on.
    stopped
        Set by another thread to end them sooner.

    Attributes
    ----------
    is_cut
        True if there was no time to try all formats.
    """

    def __init__(
        self,
        model: RawModel,
        targets: NDArray[np.bool_],
        kind: OutputKind | None,
        seconds: float,
        stopped: threading.Event,
    ) -> None:
        self._model, self._targets, self._kind = model, targets, kind
        self._deadline, self._stopped = time.perf_counter() + seconds, stopped
        self.is_cut = False

    def try_few(self, formats: Sequence[InputFormat], *begun: Trial) -> list[Trial]:
        """Try formats on a few digits, in order, until the time is up; return those begun too."""
        trials = list(begun)
        known = {trial.input_format: trial for trial in begun}
        start = time.perf_counter()
        for input_format in formats:
            if self._would_be_late(start, len(trials)):
                self.is_cut = True
                break
            trial = known.get(input_format) or Trial(input_format)
            try:
                trial.extend(self._model, _FEW)
                trial.score(self._targets, self._kind)
            except (Exception, SystemExit):  # noqa: BLE001 - the model refuses this format
                continue
            if trial not in trials:
                trials.append(trial)
        return trials

    def select(self, trials: list[Trial]) -> list[Trial]:
        """Return the trials that get all digits: the plainest, and those that read most."""
        best = max((trial.accuracy for trial in trials), default=0.0)
        near = [trial for trial in trials if trial.accuracy >= best - _BEHIND]
        near = sorted(near, key=lambda trial: (-trial.accuracy, trial.loss))[:_FINALISTS]
        return [trial for trial in trials if trial in near or trial is trials[0]]

    def try_all(self, trials: list[Trial]) -> None:
        """Give the same further digits to each of the trials, until the time is up."""
        n, n_all = min(trial.n for trial in trials), len(load_real_digits()[1])
        while n < n_all:
            left = self._deadline - time.perf_counter()
            affordable = left / sum(trial.seconds for trial in trials)
            # By tens, so that each digit is there as often as the others.
            more = 10 * (int(min(affordable, _CHUNK)) // 10)
            if more <= 0 or self._stopped.is_set():
                break
            n = min(n + more, n_all)
            for trial in trials:
                trial.extend(self._model, n)
        for trial in trials:
            trial.score(self._targets, self._kind)

    def choose(self, trials: list[Trial]) -> Trial:
        """Return the trial that reads most; of equals the one that fits best, then the plainest."""
        n = min(trial.n for trial in trials)
        best = max(trial.accuracy for trial in trials)
        least = best - max(_EQUAL, _EQUAL_DIGITS / n)
        equal = [trial for trial in trials if trial.accuracy >= least]
        loss = _LOSS_FACTOR * min(trial.loss for trial in equal) + _LOSS_MORE + _LOSS_CHANCE / n
        return next(trial for trial in equal if trial.loss <= loss)

    def _would_be_late(self, start: float, n: int) -> bool:
        """Return True if one more trial, after n of them, would end after the deadline."""
        now = time.perf_counter()
        mean = (now - start) / n if n > 1 else 0.0
        return self._stopped.is_set() or now + mean > self._deadline
