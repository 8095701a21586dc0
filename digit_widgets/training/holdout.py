"""What is kept apart from a training: it is calibrated on some of it, and measured on all."""

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
    """The drawings of a training: those learnt from, and those kept apart.

    Attributes
    ----------
    digits, non_digits
        To learn from.
    digits_apart, non_digits_apart
        Not to be learnt from; None for none.
    origins
        Where digits and non-digits come from, both parts of them.
    """

    digits: InkDataset
    non_digits: UnlabeledInk
    digits_apart: InkDataset | None
    non_digits_apart: UnlabeledInk | None
    origins: tuple[str, str]

    @property
    def keeps_apart(self) -> bool:
        """True if there is something that is not learnt from."""
        return self.digits_apart is not None

    @classmethod
    def load(
        cls, ink: Sequence[Path], not_digits: Sequence[Path], writers: str, alphabets: Sequence[str]
    ) -> HeldOutInk:
        """Load files and part them.

        Parameters
        ----------
        ink, not_digits
            Files of pen strokes, labelled and not.
        writers
            Those to keep apart, as `parse_writers` takes them, or "".
        alphabets
            Names of those to keep apart.

        Raises
        ------
        DataError
            Files that cannot be read, or writers and alphabets that nothing was drawn by.
        """
        if alphabets and not (writers and not_digits):
            raise DataError(
                "What is kept apart is measured together: name writers too (--keep-writers), and "
                "drawings that are no digits (--not-digits)."
            )
        digits, digits_apart = load_ink_dataset(*ink), None
        others, others_apart = UnlabeledInk(()), None
        if not_digits:
            others = load_unlabeled_ink(*not_digits)
        origins = find_provenance(digits.inks), find_provenance(others.inks)
        if writers:
            digits, digits_apart = digits.parted(parse_writers(writers))
        if alphabets:
            others, others_apart = others.parted(alphabets)
        return cls(digits, others, digits_apart, others_apart, origins)

    def as_dict(self) -> dict[str, Any]:
        """Return what a model card should say of what was learnt from."""
        digits, non_digits = self.origins
        return {
            "digits": {"name": digits, "learnt_from": len(self.digits.inks)},
            "non_digits": {"name": non_digits, "learnt_from": len(self.non_digits.inks)},
        }

    def calibrate(self, result: FitResult, held: Labelled) -> dict[str, Any]:
        """Calibrate a network on images held out, and on the digits kept apart.

        Returns what a model card should say of it.
        """
        sets, where = [held], f"{len(held[0])} images held out"
        if self.digits_apart is not None:
            drawn = np.stack([normalize_ink(ink) for ink in self.digits_apart.inks])
            sets.append((drawn, self.digits_apart.labels))
            where += f" and {len(drawn)} drawn digits"
        fitted = calibrate(result.model, result.scored, *sets)
        return {"temperature": fitted.temperature, "border": fitted.border, "fitted_on": where}

    def measure(self, result: FitResult) -> dict[str, Any]:
        """Measure a calibrated network on what was kept apart, for its card."""
        assert self.digits_apart is not None
        measured = evaluate(KerasPredictor(result.scored), self.digits_apart, self.non_digits_apart)
        figures = measured.as_dict()
        named = ("n", "accuracy", "accuracy_interval", "loss", "ece", "rejected", "reliability")
        others = ("n_not_digits", "auroc", "false_accept", "per_alphabet")
        return {name: figures[name] for name in (*named, *others) if name in figures}


@dataclass(frozen=True, slots=True)
class EarlierTraining:
    """A training that kept drawings apart, after which another is calibrated.

    Attributes
    ----------
    calibration
        What was fitted then.
    kept_apart
        The figures measured then.
    """

    calibration: Calibration
    kept_apart: dict[str, Any]

    @classmethod
    def of(cls, card: Path) -> EarlierTraining:
        """Read a model card.

        Raises
        ------
        DataError
            It is none of a training that kept drawings apart.
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
        """Calibrate a network as that one. Returns what a model card should say of it."""
        apply(self.calibration, result.model, result.scored)
        return {
            "temperature": self.calibration.temperature,
            "border": self.calibration.border,
            "fitted_on": "what was kept apart from an earlier training",
        }


def parse_writers(text: str) -> set[str]:
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
