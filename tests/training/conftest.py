"""Drawings to train on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from digit_widgets.data import InkDataset, UnlabeledInk
from digit_widgets.ink import Ink
from tests.support.digits import DIGITS, NO_DIGITS
from tests.support.ink_files import write_ink


@pytest.fixture(scope="session")
def pen() -> InkDataset:
    """Return ten digits drawn by each of two writers."""
    inks = [Ink.from_strokes(DIGITS[str(label)], width=16) for label in range(10)] * 2
    return InkDataset(tuple(inks), np.arange(20) % 10, np.repeat([1, 2], 10))


@pytest.fixture(scope="session")
def letters() -> UnlabeledInk:
    """Return five non-digits of four alphabets, one of which is a letter like a digit."""
    drawn = [*(Ink.from_strokes(strokes) for strokes in NO_DIGITS.values())]
    alphabets = np.array(["Runes", "Runes", "A", "Greek", "O"])
    return UnlabeledInk(tuple(drawn), alphabets, np.array(["Ida", "Bo", "Bo", "Ida", "Ida"]))


@pytest.fixture
def pen_file(pen: InkDataset, tmp_path: Path) -> Path:
    """Return the digits as a file, ``pen.npz``."""
    assert pen.writers is not None
    return write_ink(tmp_path / "pen.npz", pen.inks, labels=pen.labels, writers=pen.writers)


@pytest.fixture
def letters_file(letters: UnlabeledInk, tmp_path: Path) -> Path:
    """Return the non-digits as a file, ``letters.npz``."""
    assert letters.alphabets is not None
    assert letters.writers is not None
    groups = {"alphabets": letters.alphabets, "writers": letters.writers}
    return write_ink(tmp_path / "letters.npz", letters.inks, **groups)
