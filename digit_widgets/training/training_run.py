"""Training pipeline: data, fit, calibration and files, as run by the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from digit_widgets.data.image_dataset import ImageDataset
from digit_widgets.errors import DataError
from digit_widgets.predictors import bundled_model
from digit_widgets.training.architectures import SCORER
from digit_widgets.training.calibration import calibrate, calibrate_scores
from digit_widgets.training.fine_tuning import FineTuning
from digit_widgets.training.input_pipeline.holdout import SplitInk
from digit_widgets.training.input_pipeline.validation_split import split_indices
from digit_widgets.training.saving import save_scorer, save_trained
from digit_widgets.training.scorer import load_scorer
from digit_widgets.training.settings import (
    DEFAULT_SETTINGS,
    FINE_TUNING,
    INK_TRAINING,
    FitSettings,
)
from digit_widgets.training.trainer import FitResult, fit

__all__ = ["TrainingRun"]


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """A training with all its options, and the command that repeats it.

    Parameters
    ----------
    architecture
        "cnn" or "ann".
    epochs
        Passes over the training set; by default the architecture's own number.
    seed
        Seed of all randomness, from 0.
    folder
        Folder for the files and, during the training, for the checkpoint.
    resume
        Continue from the checkpoint.
    start
        The ``.keras`` file of a trained network of the same architecture to start from; the final
        weights lie between its weights and the newly trained ones.
    ink, not_digits
        Files of pen strokes to train on, with and without labels.
    keep_writers
        Writers, such as "25-30" or "3,7", whose digits are held out: the network is calibrated and
        evaluated on them.
    keep_alphabets
        Names of alphabets in `not_digits` that are held out for evaluation.
    calibration
        The model card of a training with held-out drawings, whose calibration is used.

    Raises
    ------
    DataError
        Options that contradict each other.
    """

    architecture: str
    epochs: int | None = None
    seed: int = 0
    folder: Path = Path("models")
    resume: bool = False
    start: Path | None = None
    ink: Sequence[Path] = ()
    not_digits: Sequence[Path] = ()
    keep_writers: str = ""
    keep_alphabets: Sequence[str] = ()
    calibration: Path | None = None

    def __post_init__(self) -> None:
        if not self.ink and (
            self.not_digits or self.keep_writers or self.keep_alphabets or self.calibration
        ):
            raise DataError(
                "Drawings that are no digits, and a calibration, need digits drawn: --ink."
            )
        if self.calibration and self.keep_writers:
            raise DataError(
                "Calibrate on writers kept apart (--keep-writers), or as an earlier training that "
                "kept some apart (--calibration), not both."
            )
        if self.keep_alphabets and not (self.keep_writers and self.not_digits):
            raise DataError(
                "What is kept apart is measured together: name writers too (--keep-writers), and "
                "drawings that are no digits (--not-digits)."
            )

    @property
    def settings(self) -> FitSettings:
        """The settings of the training."""
        settings = (DEFAULT_SETTINGS if self.start is None else FINE_TUNING)[self.architecture]
        return settings if self.epochs is None else replace(settings, epochs=self.epochs)

    @property
    def command(self) -> str:
        """The command line that repeats the training, without folders."""
        start = f"digit-widgets train {self.architecture}"
        parts = [f"{start} --epochs {self.settings.epochs} --seed {self.seed}"]
        parts += [f"--start {self.start.name}"] if self.start else []
        parts += [f"--ink {file.name}" for file in self.ink]
        parts += [f"--not-digits {file.name}" for file in self.not_digits]
        parts += [f"--keep-writers {self.keep_writers}"] if self.keep_writers else []
        parts += [f"--keep-alphabet {name}" for name in self.keep_alphabets]
        parts += [f"--calibration {self.calibration.name}"] if self.calibration else []
        return " ".join(parts)

    def run(self, data: ImageDataset, say: Callable[[str], None]) -> None:
        """Train the network, and save it with its card.

        Parameters
        ----------
        data
            The images to train and to test on.
        say
            Called with messages for the user.

        Raises
        ------
        DataError, ModelError
            For the reasons given in `fit` and the loaders.
        """
        settings, seed = self.settings, self.seed
        earlier = EarlierTraining.of(self.calibration) if self.calibration else None
        drawn = self._load_ink() if self.ink else None
        begun = FineTuning.load(self.start, self.architecture) if self.start else None
        checkpoint = self.folder / f"digit_{self.architecture}.checkpoint.npz"
        result = fit(
            begun.network if begun else self.architecture,
            data,
            settings,
            seed=seed,
            ink=drawn.digits if drawn else None,
            not_digits=drawn.non_digits.inks if drawn else (),
            checkpoint=checkpoint,
            resume=self.resume,
        )
        if result.problem:
            say(result.problem)
        notes: dict[str, Any] = {}
        if begun is not None and result.epochs:
            begun.blend()
            notes["begun_with"] = begun.as_dict()
        if drawn is not None and result.epochs:
            say("Measuring on what was kept apart ..." if drawn.holds_out else "Calibrating ...")
            held, _ = split_indices(len(data.x_train), settings.held_out, seed)
            held_out = data.x_train[held], data.y_train[held]
            notes |= self._calibrate(result, drawn, held_out, earlier)
        card = save_trained(
            result,
            data,
            settings,
            seed=seed,
            command=self.command,
            folder=self.folder,
            notes=notes,
            say=say,
        )
        say(
            f"{result.ended.capitalize()} after {result.epochs} epoch(s), "
            f"{result.seconds:.0f} s: {card['test']['accuracy']:.2%} of "
            f"{card['test']['n']:,} test images. Saved in {self.folder}."
        )
        if result.ended == "stopped" and checkpoint.exists():
            say(
                f"Go on where it stopped: {self.command} --out {self.folder} --resume, with the "
                "same data."
            )

    def _load_ink(self) -> HeldOutInk:
        return HeldOutInk.load(self.ink, self.not_digits, self.keep_writers, self.keep_alphabets)

    def _calibrate(
        self,
        result: FitResult,
        drawn: HeldOutInk,
        held_out: Labelled,
        earlier: EarlierTraining | None,
    ) -> dict[str, Any]:
        """Calibrate and evaluate the network; return the model card's entries on drawings."""
        notes: dict[str, Any] = {"ink": drawn.as_dict()}
        if earlier is not None:
            notes["calibration"] = earlier.calibrate(result)
            notes["kept_apart"] = earlier.kept_apart
            return notes
        notes["calibration"] = drawn.calibrate(result, held_out)
        if drawn.holds_out:
            notes["kept_apart"] = {"command": self.command, **drawn.measure(result)}
        return notes
