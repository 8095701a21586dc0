"""Run record: one training of a sweep, with all that is known of it, in a file of JSON."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

__all__ = ["IMAGES", "MODELS", "RECORDS", "Ended", "RunRecord", "Setting", "run_key"]

#: The value of a setting: plain, hashable, and the same after a way through JSON.
Setting = int | float | str | tuple[int, ...]
#: How a run ended.
Ended = Literal["finished", "pruned", "diverged", "failed"]
#: Folders of a sweep, for the records and for the models' files.
RECORDS, MODELS = "records", "models"
#: How the folder begins that has the images for the workers, while a sweep runs.
IMAGES = ".data-"


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run of a sweep: a training with these settings and this seed.

    Attributes
    ----------
    key
        Identity of the run: a hash of its settings, its seed and the data.
    settings
        All settings but the seed, by name: "architecture", "filters", "n_images" ...; a list is a
        tuple of int.
    seed
        int from 0.
    ended
        "finished"; "pruned" if it was given up as hopeless before its last epoch; "diverged" if its
        loss became NaN or infinite, after which its figures and its network are those of the best
        epoch before; or "failed".
    epochs
        Complete epochs.
    n_held_out
        Number of held-out images, the same ones for all runs of a sweep.
    accuracy, loss
        On the held-out images: the share read rightly, in 0..1, and the mean cross-entropy in
        nats; NaN for a failed run.
    parameters
        Number of the network's parameters; 0 if unknown.
    seconds
        Seconds of wall-clock time of its epochs.
    busy_seconds
        Seconds that its worker was busy with it: also to choose the images, to measure the network
        and to write the file.
    history
        Validation accuracy in 0..1, one per epoch, on images of the run's own.
    versions
        Versions of Python and of the packages that trained it, by name.
    machine
        Name of the machine that trained it, its system and number of cores, and what it computed
        with: "lab1, Linux x86_64, 2 cores; tensorflow 2.21.0, cpu:0".
    model
        Name of its ``.tflite`` file in the sweep's folder ``models``, with a ``.keras`` file beside
        it; "" for none.
    problem
        What went wrong, as a sentence; "" if nothing did.
    ended_at
        When it ended, in seconds since 1970 (UTC).
    """

    key: str
    settings: Mapping[str, Setting]
    seed: int
    ended: Ended
    epochs: int = 0
    n_held_out: int = 0
    accuracy: float = float("nan")
    loss: float = float("nan")
    parameters: int = 0
    seconds: float = 0.0
    busy_seconds: float = 0.0
    history: tuple[float, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    machine: str = ""
    model: str = ""
    problem: str = ""
    ended_at: float = 0.0

    def __repr__(self) -> str:
        """Return what it is in a line: "<RunRecord 4f0c…: cnn, seed 0, finished, 97.31%>"."""
        architecture = self.settings.get("architecture", "a network")
        figure = f", {self.accuracy:.2%}" if math.isfinite(self.accuracy) else ""
        return f"<RunRecord {self.key}: {architecture}, seed {self.seed}, {self.ended}{figure}>"

    def model_path(self, folder: str | Path) -> Path | None:
        """Return the path of its ``.tflite`` file in a sweep's folder; None if it has none."""
        return Path(folder) / MODELS / self.model if self.model else None

    def keras_path(self, folder: str | Path) -> Path | None:
        """Return the path of its ``.keras`` file, to train on or to export; None if it has none."""
        path = self.model_path(folder)
        return path and path.with_suffix(".keras")

    def to_json(self) -> str:
        """Return the record as JSON, in which NaN is null."""
        values = {name: _plain(value) for name, value in asdict(self).items()}
        return json.dumps(values, indent=1, allow_nan=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> RunRecord:
        """Restore a record from the result of `to_json`, also of another version.

        What it lacks has its default, and what it has more is left out. Early records call
        a run that diverged finished: it is known by its problem.

        Raises
        ------
        ValueError
            The text is no record.
        """
        values = json.loads(text)
        if not isinstance(values, dict):
            raise ValueError("not an object")
        values |= {name: math.nan for name in _FIGURES if values.get(name) is None}
        if missing := [name for name in _REQUIRED if name not in values]:
            raise ValueError(f"it has no {missing[0]}")
        known = {each.name: values[each.name] for each in fields(cls) if each.name in values}
        if wrong := [name for name, value in known.items() if not _is(value, _TYPES[name])]:
            raise ValueError(f"{wrong[0]} is {known[wrong[0]]!r}")
        if known["ended"] not in get_args(Ended):
            raise ValueError(f"ended is {known['ended']!r}")
        if known["ended"] == "finished" and known.get("problem", "").startswith(_DIVERGED):
            known["ended"] = "diverged"
        known["settings"] = {name: _hashable(value) for name, value in known["settings"].items()}
        known["history"] = tuple(known.get("history", ()))
        return cls(**known)


#: How the problem of a run that diverged begins.
_DIVERGED = "The loss became "
#: Figures that may be unknown.
_FIGURES = ("accuracy", "loss")
#: Fields without which nobody could tell which run it is.
_REQUIRED = ("key", "settings", "seed", "ended")
#: What JSON gives for each field.
_TYPES: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("key", "ended", "machine", "model", "problem"), str),
    **dict.fromkeys(("seed", "epochs", "n_held_out", "parameters"), int),
    **dict.fromkeys(("accuracy", "loss", "seconds", "busy_seconds", "ended_at"), (int, float)),
    **dict.fromkeys(("settings", "versions"), dict),
    "history": list,
}


def run_key(settings: Mapping[str, Setting], seed: int, data: str) -> str:
    """Return the identity of a run: 16 hexadecimal digits of a hash.

    The order of the settings makes no difference.
    """
    text = json.dumps([dict(settings), seed, data], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _is(value: Any, what: type | tuple[type, ...]) -> bool:
    return isinstance(value, what) and not isinstance(value, bool)


def _hashable(value: Any) -> Setting:
    return tuple(value) if isinstance(value, list) else value
