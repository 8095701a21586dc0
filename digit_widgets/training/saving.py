"""Saving: writes a trained network as ``.keras`` and ``.tflite``, with its model card."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from digit_widgets.data.image_dataset import ImageDataset
from digit_widgets.errors import ModelError
from digit_widgets.training.architectures import SCORER
from digit_widgets.training.export.conversion import convert
from digit_widgets.training.model_card import (
    describe_network,
    describe_scorer,
    describe_training,
)
from digit_widgets.training.scorer import (
    SCORER_FILE,
    hash_weights,
    is_scorer,
    join_scorer,
    load_scorer,
)
from digit_widgets.training.settings import FitSettings
from digit_widgets.training.trainer import FitResult

__all__ = ["check_output_folder", "copy_without_optimizer", "save_trained"]

_SUFFIXES = (".keras", ".tflite", ".json")


def save_trained(
    result: FitResult,
    data: ImageDataset,
    settings: FitSettings,
    *,
    seed: int,
    command: str,
    folder: str | Path,
    scorer: Any = None,
    notes: Mapping[str, Any] | None = None,
    say: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Write ``digit_<name>.keras``, ``.tflite`` and ``.json`` into a folder.

    The ``.keras`` file gives the ten probabilities; the ``.tflite`` file also gives the score, if
    there is a scorer, which is then written beside them as ``digit_scorer.keras``, unless it is
    there already. A scorer itself has no ``.tflite`` file.

    All three are made in a scratch folder and moved once complete: neither an interruption nor a
    full disk leaves a half-written model. Existing files are not lost: they are moved to a folder
    ``replaced-1``, ``replaced-2`` ... in the same place. The checkpoint of a finished training is
    then removed; that of a stopped one is kept, to resume from.

    Parameters
    ----------
    result, data, settings, seed
        The result and the arguments of `fit`.
    command
        The command that reproduces these files, for the card.
    folder
        The folder; created if missing.
    scorer
        The scorer whose score is saved with the network; None for no score.
    notes
        Further entries of the card.
    say
        Called with a line that tells where the previous model was moved, if there was one; without
        it, nothing is reported.

    Returns
    -------
    The model card, as in the ``.json`` file.

    Raises
    ------
    ModelError
        The files cannot be written, or no epoch was completed. The network in `result` is unharmed.
    """
    if not result.epochs:
        raise ModelError("Ended before the first epoch was done: there is nothing to save.")
    folder = check_output_folder(folder)
    name = result.model.name
    suffixes = (".keras", ".json") if is_scorer(result.model) else (".keras", ".tflite", ".json")
    try:
        with tempfile.TemporaryDirectory(prefix=".saving-", dir=folder) as scratch:
            stem = Path(scratch) / f"digit_{name}"
            copy_without_optimizer(result.model).save(stem.with_suffix(".keras"))
            card = describe_training(result, data, settings, seed=seed, command=command)
            if is_scorer(result.model):
                card |= describe_scorer(result.model, data)
            else:
                tflite = stem.with_suffix(".tflite")
                joined = result.model if scorer is None else join_scorer(result.model, scorer)
                convert(joined, tflite, "tflite")
                card |= describe_network(data, tflite, scorer)
            card |= notes or {}
            stem.with_suffix(".json").write_text(json.dumps(card, indent=2) + "\n")
            if scorer is not None:
                _save_scorer(scorer, folder, Path(scratch))
            aside = _set_aside(folder, name)
            for suffix in suffixes:
                os.replace(stem.with_suffix(suffix), folder / f"digit_{name}{suffix}")
            if result.ended == "finished" and result.checkpoint is not None:
                result.checkpoint.unlink(missing_ok=True)
    except OSError as error:
        raise ModelError(
            f"The model cannot be written to {folder}: {error.strerror or error}. "
            f"{shutil.disk_usage(folder).free / 1e6:,.0f} MB are free there."
        ) from error
    if say is not None and aside is not None:
        say(f"The digit_{name} that was there before is in {aside}.")
    return card


def check_output_folder(folder: str | Path) -> Path:
    """Create a folder if it is missing, and check that files can be written to it.

    Raises
    ------
    ModelError
        Files cannot be written. Call this before a training, to find out early.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ModelError(
            f"Models cannot be written to {folder}: {error.strerror or error}. Name another folder."
        ) from error
    return folder


def _set_aside(folder: Path, name: str) -> Path | None:
    """Move existing files to a folder of their own; return it, or None if there are none."""
    there = [folder / f"digit_{name}{suffix}" for suffix in _SUFFIXES]
    there = [file for file in there if file.exists()]
    if not there:
        return None
    number = 1
    while (folder / f"replaced-{number}").exists():
        number += 1
    aside = folder / f"replaced-{number}"
    aside.mkdir()
    for file in there:
        os.replace(file, aside / file.name)
    return aside


def _save_scorer(scorer: Any, folder: Path, scratch: Path) -> None:
    """Write a scorer beside the networks that are saved with it, unless it is there already."""
    file = folder / SCORER_FILE
    if file.exists() and hash_weights(load_scorer(file)) == hash_weights(scorer):
        return
    copy_without_optimizer(scorer).save(scratch / SCORER_FILE)
    _set_aside(folder, SCORER)
    os.replace(scratch / SCORER_FILE, file)


def copy_without_optimizer(model: Any) -> Any:
    """Copy a network without its optimizer, whose state would make the file four times as large."""
    copy = type(model).from_config(model.get_config())
    copy.set_weights(model.get_weights())
    return copy
