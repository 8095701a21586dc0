"""A whole training: data, fit, calibration, files; what the command line runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from digit_widgets.data.mnist import ImageDataset
from digit_widgets.errors import DataError
from digit_widgets.training.calibration import Labelled
from digit_widgets.training.export import save_trained
from digit_widgets.training.fine_tuning import FineTuning
from digit_widgets.training.holdout import EarlierTraining, HeldOutInk
from digit_widgets.training.settings import DEFAULT_SETTINGS, FINE_TUNING
from digit_widgets.training.trainer import FitResult, fit, hold_out_indices

__all__ = ["train"]


def train(
    architecture: str,
    data: ImageDataset,
    *,
    epochs: int | None,
    seed: int,
    folder: Path,
    resume: bool,
    start: Path | None = None,
    ink: Sequence[Path] = (),
    not_digits: Sequence[Path] = (),
    keep_writers: str = "",
    keep_alphabets: Sequence[str] = (),
    calibration: Path | None = None,
    say: Callable[[str], None],
) -> None:
    """Train a network and save it with its card.

    Parameters
    ----------
    architecture
        "cnn" or "ann".
    data
        MNIST.
    epochs
        Passes over all that is learnt; by default the architecture's own.
    seed
        Of all that is random.
    folder
        For the files and, while it is under way, the checkpoint.
    resume
        Go on from the checkpoint.
    start
        The ``.keras`` file of a trained network of the same architecture to begin with; what comes
        of it lies between that one and what the training has made of it.
    ink, not_digits
        Files of pen strokes to learn from, labelled and not.
    keep_writers
        Writers, as "25-30" or "3,7", whose digits are not learnt from: the network is calibrated
        and measured on them.
    keep_alphabets
        Names of alphabets in `not_digits` that are not learnt from, but measured.
    calibration
        The card of a training that kept drawings apart, to be calibrated as that one.
    say
        Called with what a person should know.

    Raises
    ------
    DataError, ModelError
        What `fit` and the loaders raise; options that do not go together.
    """
    settings = (DEFAULT_SETTINGS if start is None else FINE_TUNING)[architecture]
    if epochs is not None:
        settings = replace(settings, epochs=epochs)
    if not ink and (not_digits or keep_writers or keep_alphabets or calibration):
        raise DataError("Drawings that are no digits, and a calibration, need digits drawn: --ink.")
    if calibration and keep_writers:
        raise DataError(
            "Calibrate on writers kept apart (--keep-writers), or as an earlier training that kept "
            "some apart (--calibration), not both."
        )
    earlier = None if calibration is None else EarlierTraining.of(calibration)
    drawn = HeldOutInk.load(ink, not_digits, keep_writers, keep_alphabets) if ink else None
    begun = None if start is None else FineTuning.load(start, architecture)
    checkpoint = folder / f"digit_{architecture}.checkpoint.npz"
    result = fit(
        architecture if begun is None else begun.network,
        data,
        settings,
        seed=seed,
        ink=None if drawn is None else drawn.digits,
        not_digits=() if drawn is None else drawn.non_digits.inks,
        checkpoint=checkpoint,
        resume=resume,
    )
    if result.problem:
        say(result.problem)
    command = _command(
        architecture,
        settings.epochs,
        seed,
        start=start,
        ink=ink,
        not_digits=not_digits,
        keep_writers=keep_writers,
        keep_alphabets=keep_alphabets,
        calibration=calibration,
    )
    notes: dict[str, Any] = {}
    if begun is not None and result.epochs:
        begun.blend()
        notes["begun_with"] = begun.as_dict()
    if drawn is not None and result.epochs:
        say("Measuring on what was kept apart ..." if drawn.keeps_apart else "Calibrating ...")
        held = hold_out_indices(len(data.x_train), settings.hold_out_indices, seed)
        notes |= _notes(result, drawn, (data.x_train[held], data.y_train[held]), earlier, command)
    card = save_trained(
        result, data, settings, seed=seed, command=command, folder=folder, notes=notes, say=say
    )
    say(
        f"{result.ended.capitalize()} after {result.epochs} epoch(s), "
        f"{result.seconds:.0f} s: {card['test']['accuracy']:.2%} of "
        f"{card['test']['n']:,} test images. Saved in {folder}."
    )
    if result.ended == "stopped" and checkpoint.exists():
        say(f"Go on where it stopped: {command} --out {folder} --resume, with the same data.")


def _notes(
    result: FitResult,
    drawn: HeldOutInk,
    held: Labelled,
    earlier: EarlierTraining | None,
    command: str,
) -> dict[str, Any]:
    """Calibrate the network, measure it, and return what its card should say of drawings."""
    notes: dict[str, Any] = {"ink": drawn.as_dict()}
    if earlier is not None:
        notes["calibration"] = earlier.calibrate(result)
        notes["kept_apart"] = earlier.kept_apart
        return notes
    notes["calibration"] = drawn.calibrate(result, held)
    if drawn.keeps_apart:
        notes["kept_apart"] = {"command": command, **drawn.measure(result)}
    return notes


def _command(
    architecture: str,
    epochs: int,
    seed: int,
    *,
    start: Path | None,
    ink: Sequence[Path],
    not_digits: Sequence[Path],
    keep_writers: str,
    keep_alphabets: Sequence[str],
    calibration: Path | None,
) -> str:
    parts = [f"digit-widgets train {architecture} --epochs {epochs} --seed {seed}"]
    parts += [f"--start {start.name}"] if start else []
    parts += [f"--ink {file.name}" for file in ink]
    parts += [f"--not-digits {file.name}" for file in not_digits]
    parts += [f"--keep-writers {keep_writers}"] if keep_writers else []
    parts += [f"--keep-alphabet {name}" for name in keep_alphabets]
    parts += [f"--calibration {calibration.name}"] if calibration else []
    return " ".join(parts)
