"""Scenes: image files, and what is on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_widgets.data import InkDataset, UnlabeledInk
from digit_widgets.ink import Bounds, Ink

__all__ = ["Digit", "Hand", "Maker", "Pixels", "Scene", "find_hands"]

#: (H, W, 3) float32 in 0..255, red first.
Pixels = NDArray[np.float32]


class Digit(NamedTuple):
    """A digit of a scene: its label, and the box around it in the pixels of the upright image."""

    label: str
    box: Bounds


@dataclass(frozen=True, slots=True)
class Scene:
    """An image file and what is on it.

    Attributes
    ----------
    file
        The bytes of a PNG or JPEG.
    rows
        The digits, row by row from the top and from left to right; () if there is none.
    """

    file: bytes
    rows: tuple[tuple[Digit, ...], ...] = ()

    @property
    def text(self) -> str:
        """The labels, a line for each row."""
        return "\n".join("".join(digit.label for digit in row) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Hand:
    """What one person wrote: digits with their labels; and letters, of anybody.

    Attributes
    ----------
    digits
        One or more digits.
    letters
        Letters that are not like digits; () if there are none.
    """

    digits: tuple[tuple[Ink, str], ...]
    letters: tuple[Ink, ...] = ()

    def pick(self, count: int, random: np.random.Generator) -> list[tuple[Ink, str]]:
        """Choose digits; all ten are equally likely, as far as this hand wrote them."""
        kinds = sorted({label for _, label in self.digits})
        chosen = [kinds[i] for i in random.integers(len(kinds), size=count)]
        of_kind = {kind: [each for each in self.digits if each[1] == kind] for kind in set(chosen)}
        return [of_kind[kind][int(random.integers(len(of_kind[kind])))] for kind in chosen]


#: What makes a scene with a person's digits. The same generator gives the same scene.
Maker = Callable[[Hand, np.random.Generator], Scene]


def find_hands(
    digits: InkDataset, writers: Sequence[str], letters: UnlabeledInk | None = None
) -> list[Hand]:
    """Return a hand for each of the writers, named as text.

    Raises
    ------
    DataError
        A writer is unknown, or there is only one.
    """
    inks = () if letters is None else letters.without_like_digits().inks
    theirs = [digits.split_by_writer({writer})[1] for writer in writers]
    return [
        Hand(tuple(zip(each.inks, map(str, each.labels), strict=True)), inks) for each in theirs
    ]
