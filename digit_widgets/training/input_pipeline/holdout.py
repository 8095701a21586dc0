"""Hold-out split: separates drawings by file, writer and alphabet, to calibrate and to evaluate."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from digit_widgets.data.ink_dataset import InkDataset, UnlabeledInk
from digit_widgets.data.ink_files import load_ink_files, load_unlabeled_files
from digit_widgets.data.provenance import find_provenance
from digit_widgets.errors import DataError
from digit_widgets.imaging import normalize_ink
from digit_widgets.ink import Ink
from digit_widgets.training.calibration import Labelled
from digit_widgets.training.input_pipeline.training_data import Drawings

__all__ = ["SplitInk", "parse_groups"]


@dataclass(frozen=True)
class SplitInk:
    """The drawings of a training: those to train on, and those held out, by file.

    Attributes
    ----------
    drawings
        The drawings to train on.
    held_out_digits, held_out_non_digits
        The held-out drawings, by the name of their file.
    origins
        By the name of each file: where its drawings are from, and how many are trained on.
    """

    drawings: Drawings
    held_out_digits: Mapping[str, InkDataset]
    held_out_non_digits: Mapping[str, UnlabeledInk]
    origins: Mapping[str, Mapping[str, Any]]

    @classmethod
    def load(
        cls,
        ink: Sequence[Path],
        not_digits: Sequence[Path] = (),
        keep: Sequence[str] = (),
        letters: Sequence[Ink] = (),
    ) -> SplitInk:
        """Load files and split them.

        Letters like digits are not trained on as non-digits.

        Parameters
        ----------
        ink, not_digits
            Files of pen strokes, with and without labels.
        keep
            What to hold out: the name of a file without ``.npz`` for all of it, or with some of its
            writers or alphabets, in the format of `parse_groups`: "pen_digits:25-30".
        letters
            Letters of fonts, as in `Drawings`.

        Raises
        ------
        DataError
            A file cannot be read; a file of digits is named as one of non-digits; a file, a writer
            or an alphabet has no drawings; or no digits are left to train on.
        """
        digits = load_ink_files(*ink)
        others = load_unlabeled_files(*not_digits) if not_digits else {}
        if both := digits.keys() & others.keys():
            raise DataError(
                f"A file of digits and one of other drawings are named {', '.join(both)}: rename "
                "one of them."
            )
        wanted = _parse(keep)
        if unknown := wanted.keys() - {*digits, *others}:
            raise DataError(
                f"There is no file {', '.join(sorted(unknown))} to hold out drawings of: there "
                f"are {', '.join([*digits, *others])}."
            )
        learnt: dict[str, InkDataset] = {}
        held_out: dict[str, InkDataset] = {}
        learnt_others: dict[str, UnlabeledInk] = {}
        held_out_others: dict[str, UnlabeledInk] = {}
        for name, labelled in digits.items():
            if name not in wanted:
                learnt[name] = labelled
            elif not (groups := wanted[name]):
                held_out[name] = labelled
            else:
                learnt[name], held_out[name] = labelled.split_by_writer(groups)
        for name, unlabelled in others.items():
            if name not in wanted:
                learnt_others[name] = unlabelled.without_like_digits()
            elif not (groups := wanted[name]):
                held_out_others[name] = unlabelled
            else:
                rest, held_out_others[name] = unlabelled.split_by_group(groups)
                learnt_others[name] = rest.without_like_digits()
        if not learnt:
            raise DataError("All digits are held out: there are none to train on.")
        drawings = Drawings(
            InkDataset.join(learnt),
            tuple(learnt_others.values()),
            letters,
        )
        kept = {name: len(each.inks) for name, each in (learnt | learnt_others).items()}
        origins = {
            name: {"name": find_provenance(each.inks), "learnt_from": kept.get(name, 0)}
            for name, each in (digits | others).items()
        }
        return cls(drawings, held_out, held_out_others, origins)

    def labelled_images(self) -> dict[str, Labelled]:
        """Return the held-out digits as images and labels, by the name of their file."""
        return {
            name: (np.stack([normalize_ink(ink) for ink in each.inks]), each.labels)
            for name, each in self.held_out_digits.items()
        }


def parse_groups(text: str) -> set[str]:
    """Return the writers or alphabets that a list such as "1,5-7" or "Greek" names.

    Raises
    ------
    DataError
        A part of the list names nothing.
    """
    groups: set[str] = set()
    for part in text.split(","):
        names = [part.strip()]
        if found := re.fullmatch(r"(\d+)\s*-\s*(\d+)", names[0]):
            names = [str(number) for number in range(int(found[1]), int(found[2]) + 1)]
        if not any(names):
            raise DataError(
                f"{text!r} names no writers or alphabets: give numbers or names, as 25-30 or Greek."
            )
        groups.update(names)
    return groups


def _parse(keep: Sequence[str]) -> dict[str, set[str]]:
    """Return the groups to hold out of each file that is named; none for the whole file."""
    wanted: dict[str, set[str]] = {}
    whole: set[str] = set()
    for text in keep:
        name, colon, groups = text.partition(":")
        wanted.setdefault(name, set()).update(parse_groups(groups) if colon else ())
        whole |= set() if colon else {name}
    return {name: set() if name in whole else groups for name, groups in wanted.items()}
