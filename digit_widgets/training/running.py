"""A whole training: data, fit, calibration, files; what the command line runs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_widgets.errors import DataError
from digit_widgets.ink import Ink
from digit_widgets.training.calibrating import Calibration, apply, calibrated
from digit_widgets.training.fitting import FitResult, fit, held_out
from digit_widgets.training.mnist import Mnist
from digit_widgets.training.pen_strokes import (
    PenDigits,
    PenDrawings,
    hash_of,
    load_pen_digits,
    load_pen_drawings,
)
from digit_widgets.training.saving import save_trained
from digit_widgets.training.settings import DEFAULT_SETTINGS
from digit_widgets.vision import normalize_ink

__all__ = ["parsed_writers", "train"]

#: What is known of files, by the hash of their strokes.
_SOURCES = {
    "6f9dfe83fb82eecb890ba69807d17705f179b1f95b2d61d528bccc6ce1f1fd06": (
        "Pen-Based Recognition of Handwritten Digits, E. Alpaydin and F. Alimoglu, UCI, CC BY 4.0"
    ),
    "b8d4b60ce6c71a5e0676e1774c11019a747bba910230162a21493cf2bf7049e6": (
        "Omniglot, B. Lake, R. Salakhutdinov and J. Tenenbaum, MIT licence"
    ),
}


def train(
    architecture: str,
    data: Mnist,
    *,
    epochs: int | None,
    seed: int,
    folder: Path,
    resume: bool,
    ink: Sequence[Path] = (),
    not_digits: Sequence[Path] = (),
    keep_writers: str = "",
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
    ink, not_digits
        Files of pen strokes to learn from, labelled and not.
    keep_writers
        Writers, as "25-30" or "3,7", whose digits are not learnt from: the calibration is fitted
        on them.
    calibration
        The card of a training that kept writers apart, to be calibrated as that one.
    say
        Called with what a person should know.

    Raises
    ------
    DataError, ModelError
        What `fit` and the loaders raise; options that do not go together.
    """
    settings = DEFAULT_SETTINGS[architecture]
    if epochs is not None:
        settings = replace(settings, epochs=epochs)
    if not ink and (not_digits or keep_writers or calibration):
        raise DataError("Drawings that are no digits, and a calibration, need digits drawn: --ink.")
    known = None if calibration is None else _calibration_of(calibration)
    drawn = load_pen_digits(*ink) if ink else None
    learnt, kept = (drawn, None)
    if drawn is not None and keep_writers:
        learnt, kept = drawn.parted(parsed_writers(keep_writers))
    others = load_pen_drawings(*not_digits) if not_digits else PenDrawings(())
    checkpoint = folder / f"digit_{architecture}.checkpoint.npz"
    result = fit(
        architecture,
        data,
        settings,
        seed=seed,
        ink=learnt,
        not_digits=others.inks,
        checkpoint=checkpoint,
        resume=resume,
    )
    if result.problem:
        say(result.problem)
    notes: dict[str, Any] = {}
    if drawn is not None:
        ours = held_out(len(data.x_train), settings.held_out, seed)
        held_set = data.x_train[ours], data.y_train[ours]
        notes["ink"] = _told(drawn, others, kept)
        notes["calibration"] = _calibrate(result, held_set, kept, known)
    command = _command(
        architecture,
        settings.epochs,
        seed,
        ink=ink,
        not_digits=not_digits,
        keep_writers=keep_writers,
    )
    card = save_trained(
        result, data, settings, seed=seed, command=command, folder=folder, notes=notes
    )
    say(
        f"{result.ended.capitalize()} after {result.epochs} epoch(s), "
        f"{result.seconds:.0f} s: {card['test']['accuracy']:.2%} of "
        f"{card['test']['n']:,} test images. Saved in {folder}."
    )
    if result.ended == "stopped" and checkpoint.exists():
        say(f"Go on where it stopped: {command} --out {folder} --resume, with the same data.")


def parsed_writers(text: str) -> set[str]:
    """Return the writers named by a list such as "1,5-7".

    Raises
    ------
    DataError
        Not such a list.
    """
    writers: set[str] = set()
    for part in text.split(","):
        if not (found := re.fullmatch(r"\s*(\d+)(?:\s*-\s*(\d+))?\s*", part)):
            raise DataError(f"{text!r} names no writers: give numbers, such as 25-30 or 3,7.")
        first, last = int(found[1]), int(found[2] or found[1])
        writers.update(map(str, range(first, last + 1)))
    return writers


def _calibration_of(card: Path) -> Calibration:
    try:
        noted = json.loads(card.read_text(encoding="utf-8"))["calibration"]
        return Calibration(float(noted["temperature"]), float(noted["border"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{card} is no card of a training that was calibrated: {type(error).__name__}."
        ) from None


def _calibrate(
    result: FitResult,
    held: tuple[NDArray[np.float32], NDArray[np.int64]],
    kept: PenDigits | None,
    known: Calibration | None,
) -> dict[str, Any]:
    if known is not None:
        apply(known, result.model, result.scored)
        return {"temperature": known.temperature, "border": known.border, "fitted_on": "a card"}
    images, labels = held
    where = f"{len(images)} images held out"
    if kept is not None:
        drawn = np.stack([normalize_ink(ink) for ink in kept.inks])
        images, labels = np.concatenate([images, drawn]), np.concatenate([labels, kept.labels])
        where += f" and {len(drawn)} drawn digits"
    fitted = calibrated(result.model, result.scored, images, labels)
    return {"temperature": fitted.temperature, "border": fitted.border, "fitted_on": where}


def _told(drawn: PenDigits, others: PenDrawings, kept: PenDigits | None) -> dict[str, Any]:
    return {
        "digits": {"name": _name(drawn.inks), "n": len(drawn.inks)},
        "not_digits": {"name": _name(others.inks), "n": len(others.inks)},
        "digits_kept_apart": 0 if kept is None else len(kept.inks),
    }


def _name(inks: tuple[Ink, ...]) -> str:
    return _SOURCES.get(hash_of(inks), "pen strokes of other origin") if inks else "none"


def _command(
    architecture: str,
    epochs: int,
    seed: int,
    *,
    ink: Sequence[Path],
    not_digits: Sequence[Path],
    keep_writers: str,
) -> str:
    parts = [f"digit-widgets train {architecture} --epochs {epochs} --seed {seed}"]
    parts += [f"--ink {file.name}" for file in ink]
    parts += [f"--not-digits {file.name}" for file in not_digits]
    return " ".join(parts + ([f"--keep-writers {keep_writers}"] if keep_writers else []))
