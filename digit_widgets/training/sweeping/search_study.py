"""Search study: Optuna's study of a space, which chooses values and is kept in a file."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digit_widgets.errors import SweepError
from digit_widgets.sweeps.record import Setting
from digit_widgets.training.sweeping.search_settings import SearchSettings
from digit_widgets.training.sweeping.space import Range, Space

if TYPE_CHECKING:
    from optuna.study import Study
    from optuna.trial import Trial

__all__ = ["STUDY", "Values", "open_study", "recall", "suggest"]

#: The values of a setting to choose from.
Values = tuple[Setting, ...] | Range
#: Name of the file with the study.
STUDY = "study.journal"


def open_study(space: Space, data: str, folder: Path) -> Study:
    """Open the study of a space, which is kept in a file of the sweep's folder.

    Parameters
    ----------
    space
        The space, with its `search`.
    data
        The key of the data.
    folder
        The sweep's folder.

    Raises
    ------
    SweepError
        Optuna is missing.
    """
    if find_spec("optuna") is None:
        raise SweepError("A search needs Optuna: pip install 'digit-widgets[sweep]'")
    import optuna
    from optuna.storages.journal import JournalFileBackend

    search = space.search
    assert search is not None
    identity = repr((space.settings, space.seeds, replace(search, trials=0), data))
    optuna.logging.set_verbosity(optuna.logging.WARNING)  # its line a trial is told by the records
    study = optuna.create_study(
        storage=optuna.storages.JournalStorage(JournalFileBackend(str(folder / STUDY))),
        pruner=_make_pruner(search),
        study_name=hashlib.sha256(identity.encode()).hexdigest()[:16],
        direction="maximize",
        load_if_exists=True,
    )
    # With the same seed, a study that goes on would draw its first settings once more.
    study.sampler = _make_sampler(search.sampler, search.seed + len(study.trials))
    return study


def suggest(trial: Trial, name: str, values: Values) -> Setting:
    """Let a trial choose one of a setting's values."""
    if not isinstance(values, Range):
        return _decode(trial.suggest_categorical(name, list(map(_encode, values))), values)
    low, high = values.low, values.high
    if values.whole:
        return trial.suggest_int(name, int(low), int(high), log=values.log)
    return trial.suggest_float(name, low, high, log=values.log)


def recall(stored: Mapping[str, Any], name: str, values: Values) -> Setting:
    """Return the value that a trial chose, from the parameters that the study has of it."""
    return _decode(stored[name], values)


def _encode(value: Setting) -> int | float | str:
    """Return what Optuna stores: a list as text."""
    return json.dumps(value) if isinstance(value, tuple) else value


def _decode(stored: Any, values: Values) -> Setting:
    if isinstance(values, Range):
        return int(stored) if values.whole else float(stored)
    return next(value for value in values if _encode(value) == stored)


def _make_sampler(name: str, seed: int) -> Any:
    from optuna import samplers
    from optuna.exceptions import ExperimentalWarning

    if name == "random":
        return samplers.RandomSampler(seed=seed)
    # Trials in flight count as bad ones, so that workers side by side try different settings.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ExperimentalWarning)
        return samplers.TPESampler(seed=seed, constant_liar=True)


def _make_pruner(search: SearchSettings) -> Any:
    from optuna import pruners

    if search.pruner == "median":
        return pruners.MedianPruner(n_startup_trials=4)
    if search.pruner == "halving":
        return pruners.SuccessiveHalvingPruner(min_resource=1, reduction_factor=2)
    return pruners.NopPruner()
