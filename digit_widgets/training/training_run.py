"""Training pipeline: data, fit, calibration and files, as run by the command line."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from digit_widgets.data.image_dataset import ImageDataset
from digit_widgets.data.synthetic.line_letters import load_line_letters
from digit_widgets.errors import DataError
from digit_widgets.evaluation.evaluator import evaluate
from digit_widgets.predictors.keras import KerasPredictor
from digit_widgets.training.architectures import SCORER
from digit_widgets.training.calibration import calibrate, calibrate_scores
from digit_widgets.training.fine_tuning import FineTuning
from digit_widgets.training.input_pipeline.holdout import SplitInk
from digit_widgets.training.input_pipeline.validation_split import split_indices
from digit_widgets.training.model_card import FIGURES, describe_test
from digit_widgets.training.saving import save_trained
from digit_widgets.training.scorer import join_scorer, load_scorer, measure_scores
from digit_widgets.training.settings import (
    DEFAULT_SETTINGS,
    FINE_TUNING,
    INK_TRAINING,
    FitSettings,
)
from digit_widgets.training.trainer import fit

__all__ = ["TrainingRun"]


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """A training with all its options, and the command that repeats it.

    Parameters
    ----------
    architecture
        "cnn", "ann", "reader" or "scorer".
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
    ink
        Files of digits drawn with a pen, to train on as well.
    not_digits
        For the scorer: files of drawings that are not digits.
    keep
        What of these files is held out, as in `SplitInk.load`: the network is calibrated and
        evaluated on it.
    scorer
        For the other networks: the ``.keras`` file of the scorer whose score is saved with them.

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
    keep: Sequence[str] = ()
    scorer: Path | None = None

    def __post_init__(self) -> None:
        if self.architecture == SCORER:
            if not self.ink:
                raise DataError("A scorer learns from drawn digits: name a file of some, --ink.")
            if self.scorer:
                raise DataError("A scorer is saved by itself, without --scorer.")
        elif self.not_digits:
            raise DataError(
                "Only the scorer learns from drawings that are no digits: train scorer first, then "
                f"{self.architecture} with --scorer."
            )
        if self.keep and not self.ink:
            raise DataError("What is held out is drawings: name a file of them, --ink.")

    @property
    def settings(self) -> FitSettings:
        """The settings of the training."""
        kind = FINE_TUNING if self.start else INK_TRAINING if self.ink else DEFAULT_SETTINGS
        settings = kind[self.architecture]
        return settings if self.epochs is None else replace(settings, epochs=self.epochs)

    @property
    def command(self) -> str:
        """The command line that repeats the training, without folders."""
        words = ["digit-widgets", "train", self.architecture]
        words += ["--epochs", str(self.settings.epochs), "--seed", str(self.seed)]
        words += ["--start", self.start.name] if self.start else []
        for option, values in (
            ("--ink", [file.name for file in self.ink]),
            ("--not-digits", [file.name for file in self.not_digits]),
            ("--keep", self.keep),
        ):
            words += [word for value in values for word in (option, value)]
        words += ["--scorer", self.scorer.name] if self.scorer else []
        # Names of alphabets have brackets, which mean something else to a shell.
        return shlex.join(words)

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
        split = self._load_ink() if self.ink else None
        begun = FineTuning.load(self.start, self.architecture) if self.start else None
        scorer = load_scorer(self.scorer) if self.scorer else None
        checkpoint = self.folder / f"digit_{self.architecture}.checkpoint.npz"
        result = fit(
            begun.network if begun else self.architecture,
            data,
            settings,
            seed=seed,
            drawings=split.drawings if split else None,
            checkpoint=checkpoint,
            resume=self.resume,
        )
        if result.problem:
            say(result.problem)
        notes: dict[str, Any] = {}
        if result.epochs:
            if begun is not None:
                begun.blend()
                notes["begun_with"] = begun.as_dict()
            if split is not None:
                say("Calibrating and measuring on what was held out ...")
                notes["ink"] = split.origins
                notes |= self._calibrate(result.model, data, split, scorer)
        card = save_trained(
            result,
            data,
            settings,
            seed=seed,
            command=self.command,
            folder=self.folder,
            scorer=scorer,
            notes=notes,
            say=say,
        )
        say(
            f"{result.ended.capitalize()} after {result.epochs} epoch(s), {result.seconds:.0f} s: "
            f"{describe_test(card)}. Saved in {self.folder}."
        )
        if result.ended == "stopped" and checkpoint.exists():
            say(
                f"Go on where it stopped: {self.command} --out {self.folder} --resume, with the "
                "same data."
            )

    def _load_ink(self) -> SplitInk:
        letters = load_line_letters() if self.architecture == SCORER else ()
        return SplitInk.load(self.ink, self.not_digits, self.keep, letters)

    def _calibrate(
        self, network: Any, data: ImageDataset, split: SplitInk, scorer: Any
    ) -> dict[str, Any]:
        """Calibrate and evaluate the network; return the model card's entries on both."""
        held, _ = split_indices(len(data.x_train), self.settings.held_out, self.seed)
        held_out = data.x_train[held], data.y_train[held]
        drawn = split.labelled_images()
        where = {f"{data.name}, held out": len(held)}
        where |= {name: len(labels) for name, (_, labels) in drawn.items()}
        if self.architecture == SCORER:
            # The drawings of all files are one set: some are too few to fit a threshold to.
            sets = [held_out[0]]
            if drawn:
                sets.append(np.concatenate([images for images, _ in drawn.values()]))
            fitted: dict[str, Any] = {"threshold": calibrate_scores(network, *sets)}
            measured = measure_scores(network, split.held_out_digits, split.held_out_non_digits)
        else:
            fitted = {"temperature": calibrate(network, held_out, *drawn.values())}
            measured = {}
            if split.held_out_digits:
                joined = network if scorer is None else join_scorer(network, scorer)
                measured = evaluate(KerasPredictor(joined), split.held_out_digits).as_dict()
                measured = {name: measured[name] for name in (*FIGURES, "digits")}
        notes = {"calibration": fitted | {"fitted_on": where}}
        return notes | ({"held_out": measured} if measured else {})
