"""Checkpoint: saves a training after its last complete epoch, to resume it."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from digit_widgets.best_weights import BestWeights, Weights
from digit_widgets.data.npz import load_arrays
from digit_widgets.errors import ModelError

__all__ = ["Progress", "load_checkpoint", "save_checkpoint"]


@dataclass(slots=True)
class Progress:
    """A training's best weights, number of epochs and history.

    Attributes
    ----------
    best
        The best weights so far, by the validation accuracy, in 0..1.
    epochs
        Number of complete epochs.
    history
        Values of each metric ("loss", "val_accuracy" ...), one per epoch.
    seconds
        Wall-clock time of the complete epochs.
    backends
        Keras' backends that ran them, with versions and devices; more than one if the training was
        resumed with another.
    """

    best: BestWeights
    epochs: int = 0
    history: dict[str, list[float]] = field(default_factory=dict)
    seconds: float = 0.0
    backends: list[str] = field(default_factory=list)


def save_checkpoint(
    path: Path, variables: Weights, progress: Progress, identity: dict[str, Any]
) -> None:
    """Write a checkpoint to a temporary file and move it into place once complete.

    Parameters
    ----------
    path
        The file, an ``.npz``.
    variables
        All variables of the network and of its optimizer.
    progress
        Progress of the training.
    identity
        Properties that must be equal for the training to be resumed: settings, seed, data.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    note = {
        "identity": identity,
        "epochs": progress.epochs,
        "history": progress.history,
        "seconds": progress.seconds,
        "backends": progress.backends,
        "best_accuracy": progress.best.highest,
        "counts": [len(variables), len(progress.best.weights)],
    }
    arrays = {f"array_{i}": array for i, array in enumerate([*variables, *progress.best.weights])}
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(prefix=".checkpoint-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            np.savez(stream, **arrays, note=np.array(json.dumps(note)))  # type: ignore[arg-type]
        os.replace(scratch, path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise


def load_checkpoint(path: Path, identity: dict[str, Any]) -> tuple[Weights, Progress]:
    """Load a checkpoint.

    Raises
    ------
    DataError
        The file does not exist or is not a checkpoint.
    ModelError
        The checkpoint belongs to another training.
    """
    note = json.loads(str(load_arrays(path, ["note"], "a checkpoint")["note"]))
    # Convert to JSON and back, to compare with the note, which was stored as JSON.
    wanted = json.loads(json.dumps(identity))
    begun = note["identity"]
    if other := [key for key in wanted if begun.get(key) != wanted[key]]:
        differences = "; ".join(_difference(key, begun.get(key), wanted[key]) for key in other)
        raise ModelError(
            f"{path.name} is of another training: {differences}. Resume it with what it was begun "
            "with, or remove the file to begin anew."
        )
    n_variables, n_best = note["counts"]
    names = [f"array_{i}" for i in range(n_variables + n_best)]
    arrays = list(load_arrays(path, names, "a checkpoint").values())
    best = BestWeights(arrays[n_variables:], note["best_accuracy"])
    done = (note[key] for key in ("epochs", "history", "seconds", "backends"))
    return arrays[:n_variables], Progress(best, *done)


def _difference(key: str, begun: Any, wanted: Any) -> str:
    return "other images" if key == "data" else f"{key} {begun}, not {wanted}"
