"""Hold-out split: separates drawings by writer and alphabet, for calibration and evaluation."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from digit_widgets.data.ink_dataset import (
    InkDataset,
    UnlabeledInk,
    load_ink_dataset,
    load_unlabeled_ink,
)
from digit_widgets.data.provenance import find_provenance
from digit_widgets.errors import DataError
from digit_widgets.evaluation.evaluator import evaluate
from digit_widgets.imaging import normalize_ink
from digit_widgets.predictors.keras import KerasPredictor
from digit_widgets.training.calibration import Calibration, Labelled, apply, calibrate
from digit_widgets.training.trainer import FitResult

__all__ = ["EarlierTraining", "HeldOutInk", "parse_writers"]


@dataclass(frozen=True)
class HeldOutInk:
    """The drawings of a training: those to train on, and those held out.

    Attributes
    ----------
    digits, non_digits
        The drawings to train on.
    held_out_digits, held_out_non_digits
        The held-out drawings; None if there are none.
    origins
        Provenance of the digits and of the non-digits, both parts included.
    """

    digits: InkDataset
    non_digits: UnlabeledInk
    held_out_digits: InkDataset | None
    held_out_non_digits: UnlabeledInk | None
    origins: tuple[str, str]

    @property
    def holds_out(self) -> bool:
        """True if some digits are held out."""
        return self.held_out_digits is not None

    @classmethod
    def load(
        cls, ink: Sequence[Path], not_digits: Sequence[Path], writers: str, alphabets: Sequence[str]
    ) -> HeldOutInk:
        """Load files and split them.

        Parameters
        ----------
        ink, not_digits
            Files of pen strokes, with and without labels.
        writers
            Writers to hold out, in the format of `parse_writers`, or "".
        alphabets
            Names of the alphabets to hold out.

        Raises
        ------
        DataError
            A file cannot be read, or a writer or an alphabet has no drawings.
        """
        digits, held_out_digits = load_ink_dataset(*ink), None
        others, held_out_others = UnlabeledInk(()), None
        if not_digits:
            others = load_unlabeled_ink(*not_digits)
        origins = find_provenance(digits.inks), find_provenance(others.inks)
        if writers:
            digits, held_out_digits = digits.split_by_writer(parse_writers(writers))
        if alphabets:
            others, held_out_others = others.split_by_alphabet(alphabets)
        return cls(digits, others, held_out_digits, held_out_others, origins)

    def as_dict(self) -> dict[str, Any]:
        """Return the model card's entry on the drawings."""
        digits, non_digits = self.origins
        return {
            "digits": {"name": digits, "learnt_from": len(self.digits.inks)},
            "non_digits": {"name": non_digits, "learnt_from": len(self.non_digits.inks)},
        }

    def calibrate(self, result: FitResult, held: Labelled) -> dict[str, Any]:
        """Calibrate a network on held-out images and drawn digits.

        Returns the model card's entry on the calibration.
        """
        sets, where = [held], f"{len(held[0])} images held out"
        if self.held_out_digits is not None:
            drawn = np.stack([normalize_ink(ink) for ink in self.held_out_digits.inks])
            sets.append((drawn, self.held_out_digits.labels))
            where += f" and {len(drawn)} drawn digits"
        fitted = calibrate(result.model, result.scored, *sets)
        return {"temperature": fitted.temperature, "border": fitted.threshold, "fitted_on": where}

    def measure(self, result: FitResult) -> dict[str, Any]:
        """Evaluate a calibrated network on the held-out drawings, for its card."""
        assert self.held_out_digits is not None
        measured = evaluate(
            KerasPredictor(result.scored), self.held_out_digits, self.held_out_non_digits
        )
        figures = measured.as_dict()
        named = ("n", "accuracy", "accuracy_interval", "loss", "ece", "rejected", "reliability")
        others = ("n_not_digits", "auroc", "false_accept", "per_alphabet")
        return {name: figures[name] for name in (*named, *others) if name in figures}


@dataclass(frozen=True, slots=True)
class EarlierTraining:
    """An earlier training with held-out drawings, whose calibration is used again.

    Attributes
    ----------
    calibration
        The calibration of that training.
    kept_apart
        The metrics of that training.
    """

    calibration: Calibration
    kept_apart: dict[str, Any]

    @classmethod
    def of(cls, card: Path) -> EarlierTraining:
        """Read a model card.

        Raises
        ------
        DataError
            It is not the card of a training that held drawings out.
        """
        try:
            noted = json.loads(card.read_text(encoding="utf-8"))
            fitted, kept_apart = noted["calibration"], dict(noted["kept_apart"])
            return cls(
                Calibration(float(fitted["temperature"]), float(fitted["border"])), kept_apart
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataError(
                f"{card} is no card of a training that kept writers apart: {type(error).__name__}."
            ) from None

    def calibrate(self, result: FitResult) -> dict[str, Any]:
        """Apply that training's calibration. Returns the model card's entry on it."""
        apply(self.calibration, result.model, result.scored)
        return {
            "temperature": self.calibration.temperature,
            "border": self.calibration.threshold,
            "fitted_on": "what was kept apart from an earlier training",
        }


def parse_writers(text: str) -> set[str]:
    """Return the writers named by a list such as "1,5-7".

    Raises
    ------
    DataError
        The text is not such a list.
    """
    writers: set[str] = set()
    for part in text.split(","):
        if not (found := re.fullmatch(r"\s*(\d+)(?:\s*-\s*(\d+))?\s*", part)):
            raise DataError(f"{text!r} names no writers: give numbers, such as 25-30 or 3,7.")
        first, last = int(found[1]), int(found[2] or found[1])
        writers.update(map(str, range(first, last + 1)))
    return writers
