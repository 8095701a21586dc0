"""Probe: finds a model's format by trials, each of which gives it real digits in one format.

Its first call tells which shape it takes and what its numbers are; the trials after it, which of
the formats of this shape it reads best.
"""

from __future__ import annotations

import contextvars
import threading
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import ModelError
from digit_widgets.predictors.feeding.class_labels import (
    assume_labels,
    has_digits,
    match_labels_to_digits,
)
from digit_widgets.predictors.feeding.failures import (
    Reading,
    explain_exception,
    explain_low_accuracy,
)
from digit_widgets.predictors.feeding.format_comparison import FormatComparison
from digit_widgets.predictors.feeding.model_info import ModelInfo
from digit_widgets.predictors.feeding.output_format import check_output_fits
from digit_widgets.predictors.feeding.plausible_formats import list_formats, list_shapes
from digit_widgets.predictors.feeding.real_digits import load_real_digits
from digit_widgets.predictors.feeding.stated_format import StatedFormat
from digit_widgets.predictors.feeding.trial import Trial
from digit_widgets.predictors.runtimes.raw_model import OutputKind, RawModel

__all__ = ["Finding", "find_format"]

#: Seconds to wait for a model's first call, in which TensorFlow compiles it.
_FIRST_CALL = 3.0
#: Seconds for all trials after it: somebody waits for the model.
_BUDGET = 0.5
#: Digits of the first call: each of the ten once.
_FIRST = 10
#: Least accuracy of a model of digits that is rightly fed. Untrained ones read 10 to 25 %.
_LEAST_OF_DIGITS = 0.5
#: The same for letters, whose shapes are not quite those of digits.
_LEAST_OF_LETTERS = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """What was found of a model, and how to recognise that it has changed since.

    Attributes
    ----------
    info
        Its format.
    first_output
        (n, classes) float32: its output for the first real digits in its plainest format; None if
        it took too long.
    """

    info: ModelInfo
    first_output: NDArray[np.float32] | None


def find_format(model: RawModel, stated: StatedFormat, known: Finding | None = None) -> Finding:
    """Find a model's format; or that it is still the one known.

    It waits at most 3 s for the model's first call, which may compile it, and then 1 s for the
    trials, which take half a second and the rest of a call that is under way. A model that takes
    longer keeps the format known; if there is none, it gets the plainest, and its note says so.

    Raises
    ------
    ModelError
        The model cannot be called in any plausible format, nothing says what its classes are, or
        something stated does not fit it.
    """
    probe = _Probe(model, stated, known)
    # A call of the model cannot be broken off: one that takes too long goes on by itself, and the
    # predictor's first call waits for its end.
    context = contextvars.copy_context()
    thread = threading.Thread(
        target=context.run, args=(probe.run,), name="digit-widgets-probe", daemon=True
    )
    thread.start()
    if probe.first_call_done.wait(_FIRST_CALL):
        thread.join(2 * _BUDGET)
    if thread.is_alive():
        probe.stopped.set()
        return known or Finding(probe.give_up(), None)
    if probe.problem is not None:
        raise probe.problem
    assert probe.info is not None
    return Finding(probe.info, probe.first_output)


class _Probe:
    """One model's probe, run in a thread; its result is `info` or `problem`."""

    def __init__(self, model: RawModel, stated: StatedFormat, known: Finding | None) -> None:
        self._model, self._stated, self._known = model, stated, known
        self._kind: OutputKind | None = stated.output or model.output
        self._labels: tuple[str, ...] = ()
        self._note = ""
        self.first_call_done, self.stopped = threading.Event(), threading.Event()
        self.first_output: NDArray[np.float32] | None = None
        self.info: ModelInfo | None = None
        self.problem: BaseException | None = None

    def run(self) -> None:
        """Find the format, and keep it or the reason why there is none."""
        try:
            self.info = self._find()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - for the thread that waits
            self.problem = error
        finally:
            self.first_call_done.set()

    def give_up(self) -> ModelInfo:
        """Return the plainest format, for a model that takes too long."""
        model, stated = self._model, self._stated
        shape = list_shapes(model.name, model.signature, stated)[0]
        plainest = list_formats(shape, model.signature, stated)[0]
        labels = stated.labels or model.labels or self._labels or assume_labels(10, model.name)
        kind = stated.output or model.output or "probabilities"
        return ModelInfo(plainest, kind, labels, note="not tried, as it takes too long")

    def _find(self) -> ModelInfo:
        first = self._call_first()
        self.first_output = first.values[0]
        if self._known is not None and self._is_unchanged(self._known):
            return self._known.info
        self._labels, self._note = self._name_labels(self.first_output.shape[1])
        if self._stated.output is not None:
            check_output_fits(
                self._stated.output, self.first_output, self._model.output, self._model.name
            )
        self.first_call_done.set()
        self._targets = match_labels_to_digits(self._labels)
        first.score(self._targets, self._kind)
        if not self._targets.any():
            note = "not tried, as no label is a digit or of its shape"
            self._note = f"{self._note}; {note}" if self._note else note
            return self._describe(first)
        return self._compare_formats(first)

    def _is_unchanged(self, known: Finding) -> bool:
        """Return True if the model answers the first call as it did before."""
        now, before = self.first_output, known.first_output
        if now is None or before is None or now.shape != before.shape:
            return False
        return np.allclose(now, before, rtol=1e-4, atol=1e-6)

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
        raise explain_exception(model.name, shapes, plainest) from plainest

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

    # The trials -----------------------------------------------------------------------------

    def _compare_formats(self, first: Trial) -> ModelInfo:
        """Return the best format of those that what is stated allows, or the plainest of them."""
        signature, stated = self._model.signature, self._stated
        shape = first.input_format.shape
        formats = list_formats(shape, signature, stated)
        comparison = FormatComparison(self._model, self._targets, self._kind, _BUDGET, self.stopped)
        trials = comparison.try_few(formats, first)
        least = _LEAST_OF_DIGITS if has_digits(self._labels) else _LEAST_OF_LETTERS
        others: list[Trial] = []
        if max(trial.accuracy for trial in trials) < least:
            # What is stated may be wrong: then the others are tried too, for the warning alone.
            free = replace(stated, input_range=None, transposed=None)
            allowed = list_formats(shape, signature, free)
            others = comparison.try_few([each for each in allowed if each not in formats])
        selected, selected_others = comparison.select(trials), comparison.select(others)
        comparison.try_all([*selected, *selected_others])
        best = comparison.choose(selected)
        if best.accuracy >= least:
            return self._describe(best)
        other = comparison.choose(selected_others) if others else None
        warning = explain_low_accuracy(
            self._labels,
            stated,
            self._count(trials[0]),
            self._count(best),
            None if other is None else self._count(other),
            is_readable=other is not None and other.accuracy >= least,
            is_cut=comparison.is_cut,
        )
        return self._describe(trials[0], warning)

    def _count(self, trial: Trial) -> Reading:
        n_tried = int(self._targets[load_real_digits()[1][: trial.n]].any(axis=1).sum())
        return Reading(trial.input_format, round(trial.accuracy * n_tried), n_tried)

    def _describe(self, trial: Trial, warning: str = "") -> ModelInfo:
        read = self._count(trial)
        return ModelInfo(
            trial.input_format,
            trial.kind,
            self._labels,
            read.n_read,
            read.n_tried,
            self._note,
            warning,
        )
