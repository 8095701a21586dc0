"""Probe: finds how a model wants to be fed, by giving it real digits in each plausible way.

A few digits go in each way. The ways that read most of them get the others too, as long as time is
left. Of those that read equally many, the one is taken whose probabilities fit the labels best, and
of equals the plainest.
"""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from digit_widgets.errors import ModelError
from digit_widgets.predictors.feeding.class_labels import assume_labels, find_targets, has_digits
from digit_widgets.predictors.feeding.input_format import InputFormat
from digit_widgets.predictors.feeding.model_info import ModelInfo
from digit_widgets.predictors.feeding.plausible_formats import list_formats, list_shapes
from digit_widgets.predictors.feeding.real_digits import load_real_digits
from digit_widgets.predictors.feeding.stated_format import StatedFormat
from digit_widgets.predictors.feeding.trial import Trial
from digit_widgets.predictors.runtimes.raw_model import OutputKind, RawModel

__all__ = ["find_format"]

#: Seconds for trying ways, and for a model's first call, which may compile it.
_BUDGET, _FIRST_CALL = 0.5, 3.0
#: Digits of a first call, that each way is given next, and that the best are given at a time.
_FIRST, _FEW, _CHUNK = 10, 20, 120
#: Ways that get all digits, at most, and how far they may be behind the best.
_FINALISTS, _BEHIND = 3, 0.15
#: A way counts as good as another if it reads at most this share, or this many, of the digits less:
#: where time was short, a few digits are chance.
_EQUAL, _EQUAL_DIGITS = 0.01, 3
#: A way fits as well as another if its loss is at most this factor and this much larger, and more
#: by this number, which one certain mistake adds, divided by that of the digits.
_LOSS_FACTOR, _LOSS_MORE, _LOSS_CHANCE = 1.1, 0.01, 7.0
#: Smallest share of the digits that a model reads if it is rightly fed: one with labels for them,
#: and one of letters, whose shapes are not quite those of digits.
_LEAST_OF_DIGITS, _LEAST_OF_LETTERS = 0.5, 0.35


def find_format(model: RawModel, stated: StatedFormat) -> ModelInfo:
    """Find how a model is to be fed and read, within half a second after its first call.

    Raises
    ------
    ModelError
        The model cannot be used however it is fed, or says nothing of what its classes are.
    """
    probe = _Probe(model, stated)
    # A call of the model cannot be broken off: one that takes too long goes on by itself, and the
    # predictor's first call waits for its end.
    context = contextvars.copy_context()
    thread = threading.Thread(
        target=context.run, args=(probe.run,), name="digit-widgets-probe", daemon=True
    )
    thread.start()
    if probe.has_called.wait(_FIRST_CALL):
        thread.join(2 * _BUDGET)
    if thread.is_alive():
        probe.deadline = 0.0
        return probe.give_up()
    if probe.problem is not None:
        raise probe.problem
    assert probe.info is not None
    return probe.info


class _Probe:
    """One model's probe, run in a thread; its result is `info` or `problem`."""

    def __init__(self, model: RawModel, stated: StatedFormat) -> None:
        self._model, self._stated = model, stated
        self._kind: OutputKind | None = stated.output or model.output
        self._labels: tuple[str, ...] = ()
        self._note = ""
        self.has_called = threading.Event()
        self.deadline = np.inf
        self.info: ModelInfo | None = None
        self.problem: BaseException | None = None

    def run(self) -> None:
        """Find the format, and keep it or the reason why there is none."""
        try:
            self.info = self._find()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - for the thread that waits
            self.problem = error
        finally:
            self.has_called.set()

    def give_up(self) -> ModelInfo:
        """Return the plainest format, for a model that takes too long."""
        model, stated = self._model, self._stated
        shape = list_shapes(model.name, model.signature, stated)[0]
        way = list_formats(shape, model.signature, stated)[0]
        labels = stated.labels or model.labels or self._labels or assume_labels(10, model.name)
        note = "not tried, as it takes too long"
        return ModelInfo(way, stated.output or model.output or "probabilities", labels, note=note)

    def _find(self) -> ModelInfo:
        first = self._call_first()
        self._labels, self._note = self._name_labels(first.values[0].shape[1])
        self.has_called.set()
        self.deadline = time.perf_counter() + _BUDGET
        self._targets = find_targets(self._labels)
        first.score(self._targets, self._kind)
        if not self._targets.any():
            note = "not tried, as no label is a digit or of its shape"
            return self._describe(first, 0, f"{self._note}; {note}" if self._note else note)
        ways = list_formats(first.way.shape, self._model.signature, self._stated)
        trials = self._try_few(ways, first)
        best = self._choose(self._try_all(self._select(trials)))
        least = _LEAST_OF_DIGITS if has_digits(self._labels) else _LEAST_OF_LETTERS
        if best.share >= least:
            return self._describe(best, best.n, self._note)
        return self._warn(trials[0], best, len(trials) < len(ways))

    # The first call: which shape the model takes, and what it gives -------------------------

    def _call_first(self) -> Trial:
        """Return the plainest trial that runs, of one shape after another."""
        model = self._model
        shapes = list_shapes(model.name, model.signature, self._stated)
        problems: list[BaseException] = []
        for batch_size in (model.signature.batch_size, 1):
            # A model that takes no batches may take single images.
            model.signature = replace(model.signature, batch_size=batch_size)
            for shape in shapes:
                trial = Trial(list_formats(shape, model.signature, self._stated)[0])
                try:
                    trial.extend(model, _FIRST)
                    return trial
                except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it raises
                    problems.append(error)
        plainest = problems[0]
        if isinstance(plainest, ModelError):
            raise plainest
        raise ModelError(
            f"The model raised {type(plainest).__name__}: {str(plainest)[:300]}"
        ) from plainest

    def _name_labels(self, n: int) -> tuple[tuple[str, ...], str]:
        """Return the labels of a model with n classes, and what was assumed for them."""
        name, stated = self._model.name, self._stated.labels
        labels = stated or self._model.labels
        if labels is None:
            assumed = assume_labels(n, name)
            told = f"labels taken to be {assumed[0]} to {assumed[-1]}, as it has {n} classes"
            return assumed, "" if n == 10 else told
        if len(labels) != n:
            whose = "labels= names" if stated else "its labels name"
            raise ModelError(f"{name} gives {n} values for each image, but {whose} {len(labels)}.")
        return labels, ""

    # Ways: a few digits in each, then all in the best ---------------------------------------

    def _try_few(self, ways: Sequence[InputFormat], first: Trial) -> list[Trial]:
        """Try the ways on a few digits, in order, until the time is up; at least the plainest."""
        trials = [first]
        start = time.perf_counter()
        for way in ways:
            trial = first if way == first.way else Trial(way)
            if time.perf_counter() > self.deadline or self._is_slow(start, len(trials)):
                break
            try:
                trial.extend(self._model, _FEW)
                trial.score(self._targets, self._kind)
            except (Exception, SystemExit):  # noqa: BLE001 - this way is none
                continue
            if trial is not first:
                trials.append(trial)
        return trials

    def _is_slow(self, start: float, n: int) -> bool:
        """Return True if another way would take the time that the best one needs."""
        return n > 1 and time.perf_counter() + (time.perf_counter() - start) / n > self.deadline

    def _select(self, trials: list[Trial]) -> list[Trial]:
        """Return the ways that get all digits: the plainest, and those that read most."""
        best = max(trial.share for trial in trials)
        near = [trial for trial in trials if trial.share >= best - _BEHIND]
        near = sorted(near, key=lambda trial: (-trial.share, trial.loss))[:_FINALISTS]
        return [trial for trial in trials if trial in near or trial is trials[0]]

    def _try_all(self, trials: list[Trial]) -> list[Trial]:
        """Give the same further digits to each of the ways, until the time is up."""
        n, n_all = min(trial.n for trial in trials), len(load_real_digits()[1])
        while n < n_all:
            left = self.deadline - time.perf_counter()
            affordable = left / sum(trial.seconds for trial in trials)
            # By tens, so that each digit is there as often as the others.
            more = 10 * (int(min(affordable, _CHUNK)) // 10)
            if more <= 0:
                break
            n = min(n + more, n_all)
            for trial in trials:
                trial.extend(self._model, n)
        for trial in trials:
            trial.score(self._targets, self._kind)
        return trials

    def _choose(self, trials: list[Trial]) -> Trial:
        """Return the way that reads most; of equals the one that fits best, then the plainest."""
        n = min(trial.n for trial in trials)
        best = max(trial.share for trial in trials)
        least = best - max(_EQUAL, _EQUAL_DIGITS / n)
        equal = [trial for trial in trials if trial.share >= least]
        loss = _LOSS_FACTOR * min(trial.loss for trial in equal) + _LOSS_MORE + _LOSS_CHANCE / n
        return next(trial for trial in equal if trial.loss <= loss)

    # What was found -------------------------------------------------------------------------

    def _describe(self, trial: Trial, n: int, note: str, warning: str = "") -> ModelInfo:
        n_known = int(self._targets[load_real_digits()[1][:n]].any(axis=1).sum())
        n_read = round(trial.share * n_known)
        return ModelInfo(trial.way, trial.kind, self._labels, n_read, n_known, note, warning)

    def _warn(self, plain: Trial, best: Trial, is_cut: bool) -> ModelInfo:
        found = self._describe(best, best.n, "")
        tried = "In the time there was, no way" if is_cut else "No way"
        warning = (
            f"{tried} of feeding this model reads the digits that come with the package: at best "
            f"{found.n_read} of {found.n_tried}. It is used as given, fed "
            f"{plain.way.describe()}: is it trained, and on digits? What it takes can be stated: "
            "input_range=(0, 255), labels=(...)."
        )
        return self._describe(plain, plain.n, self._note, warning)
