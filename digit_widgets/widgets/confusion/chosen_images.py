"""Chosen images: those behind a cell of a confusion matrix, or of two, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_widgets.evaluation.confusion import LabeledPredictions

__all__ = ["ChosenImages", "find_cell", "find_difference"]


class ChosenImages(NamedTuple):
    """Images of a set, and how they are shown.

    Attributes
    ----------
    indices
        (N,) int64: their indices in the set, the most confident prediction first.
    title
        What they are called; "" if nothing is chosen.
    reader
        The name of the model whose readings stand in their captions; None for none.
    """

    indices: NDArray[np.int64]
    title: str
    reader: str | None

    @classmethod
    def none(cls, reader: str | None) -> ChosenImages:
        """Return no images."""
        return cls(np.zeros(0, np.int64), "", reader)


def find_cell(
    readings: Mapping[str, LabeledPredictions], cell: tuple[int, int], model: str
) -> ChosenImages:
    """Return the images of a cell, (true, read), of one model."""
    indices = readings[model].indices_of_cell(*cell)
    return ChosenImages(indices, f"{_name_cell(readings[model], cell)} by {model}", model)


def find_difference(
    readings: Mapping[str, LabeledPredictions], cell: tuple[int, int], models: tuple[str, str]
) -> ChosenImages:
    """Return the images that only one of two models has in a cell, (true, read).

    It is the one with more of them there, or the first.
    """
    first, second = models
    have = {name: readings[name].indices_of_cell(*cell) for name in models}
    more, less = (second, first) if len(have[second]) > len(have[first]) else (first, second)
    alone = have[more][~np.isin(have[more], have[less])]
    name = _name_cell(readings[more], cell)
    return ChosenImages(alone, f"{name} by {more} and not by {less}", more)


def _name_cell(readings: LabeledPredictions, cell: tuple[int, int]) -> str:
    true, read = (readings.classes[place] for place in cell)
    return f"{true} read as {read}"
